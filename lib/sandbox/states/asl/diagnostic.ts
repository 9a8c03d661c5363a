/** One complaint, in AWS's words: code and message, and the JSON pointer of what it is about, if it is about one place. */
export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly location: string | null;
}

export function schemaProblem(message: string, location: string): Diagnostic {
  return { code: 'SCHEMA_VALIDATION_FAILED', message, location };
}
