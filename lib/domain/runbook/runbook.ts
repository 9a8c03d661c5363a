/** Whether a step is done with a primary region that answers, with one that does not, or with both. */
export type StepCase = 'always' | 'region-answers' | 'region-silent';

/** One step of a runbook: what to type, what has to be seen then, and what is written down by hand. */
export interface RunbookStep {
  readonly id: string;
  readonly title: string;
  readonly when: StepCase;
  readonly why: readonly string[];
  /** Lines for a POSIX shell, in their order; together they are one block. */
  readonly commands: readonly string[];
  readonly check: readonly string[];
  /** Labels of fields that are filled in by hand. */
  readonly fields: readonly string[];
}

/** What a person does when the orchestrator is not there: data, which Markdown and HTML are made from. */
export interface Runbook {
  readonly title: string;
  readonly plan: { readonly name: string; readonly sha256: string };
  readonly before: readonly string[];
  readonly steps: readonly RunbookStep[];
}
