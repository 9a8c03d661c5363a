import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const TEMPLATE = fileURLToPath(new URL('./plan-template.yaml', import.meta.url));

interface Blanks {
  readonly name: string;
  /** Path of the JSON Schema, as seen from the plan. */
  readonly schema: string;
}

/** A plan that can be drilled as it stands, with what each part is for. */
export function planTemplate({ name, schema }: Blanks): string {
  const blanks: Readonly<Record<string, string>> = { name, schema, database: name.replaceAll('-', '_') };
  return readFileSync(TEMPLATE, 'utf8').replace(
    /\{(name|schema|database)\}/g,
    (blank, word: string) => blanks[word] ?? blank,
  );
}
