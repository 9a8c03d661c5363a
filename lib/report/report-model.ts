import type { Verdict } from '../domain/run/judgement-parts.ts';
import type { Figure } from './figure.ts';

/** A cell of a table; one with a verdict is that verdict, in words. */
export interface Cell {
  readonly text: string;
  readonly verdict?: Verdict;
}

/** Numbers stand under one another by their last digit; an instant is not broken into two lines. */
export type ColumnKind = 'number' | 'instant';

export interface Column {
  readonly label: string;
  readonly kind?: ColumnKind;
}

/** The first cell of a row names what the row is of. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A section of a report: sentences, then commands to type, figures, a table, a list; each may be empty. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly notes: readonly string[];
  readonly commands: readonly string[];
  readonly figures: readonly Figure[];
  readonly table: Table | null;
  readonly list: readonly string[];
}

/** `part` is what the judgement calls it, `name` what a reader does. */
export interface VerdictLine {
  readonly part: string;
  readonly name: string;
  readonly verdict: Verdict;
  readonly reason: string;
}

/** A field of a run's identity, and its value. */
export type IdentityRow = readonly [label: string, value: string];

/** What a kind of drill says in its report; what every report says beside it is made once for all. */
export interface ReportParts {
  readonly title: string;
  /** The parts of the overall verdict, as the judgement and as a reader calls them. */
  readonly parts: readonly (readonly [part: string, name: string])[];
  readonly headlines: readonly string[];
  /** What identifies the run beside what every run has. */
  readonly identity: readonly IdentityRow[];
  readonly sections: readonly Section[];
}

/**
 * All that a report says, in its order and its words; renderings add nothing and leave nothing out. A pure function of
 * judgement and record, so the same run gives the same report.
 */
export interface ReportModel {
  readonly title: string;
  readonly run: string;
  /** What kind of proof this is: stands first in every rendering. */
  readonly banner: { readonly word: string; readonly sentence: string };
  readonly overall: Verdict;
  readonly overallReason: string;
  readonly headlines: readonly string[];
  readonly verdicts: readonly VerdictLine[];
  readonly sections: readonly Section[];
}
