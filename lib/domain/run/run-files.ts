import { SEALED_FILES } from './sealed-files.ts';

/** The raw files of a run: all that a judgement rests on. The record carries the seal, so it comes first. */
export const RUN_FILES = ['record.ndjson', ...SEALED_FILES] as const;

export type RunFileName = (typeof RUN_FILES)[number];

/** A run as it was read: `texts` holds what was there. `directory` stands in the judgement as the caller gives it. */
export interface RunFiles {
  readonly directory: string;
  readonly texts: Readonly<Partial<Record<RunFileName, string>>>;
}
