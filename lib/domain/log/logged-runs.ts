import type { Verdict } from '../run/judgement-parts.ts';
import { leastScope } from '../run/least-scope.ts';
import type { RunKind, Scope } from '../run/run-parts.ts';
import type { Instant } from '../instant.ts';
import { hiddenFailures } from './hidden-failures.ts';
import type { EndLeaf, LogLeaf, StartLeaf } from './log-leaf.ts';

/** How its end says that a run ended; `open` while it has none and still may, `hidden` when it has none and had to. */
export type LoggedState = EndLeaf['status'] | 'open' | 'hidden';

/** What a log says of one run. */
export interface LoggedRun {
  readonly run: string;
  /** `rehearsal` where any leaf of the run says so: what leaves contradict each other about counts as the least. */
  readonly scope: Scope;
  readonly state: LoggedState;
  /** Null without a start. */
  readonly kind: RunKind | null;
  readonly plan: StartLeaf['plan'] | null;
  readonly startedAt: string | null;
  readonly endsBy: string | null;
  /** Null without an end. */
  readonly endedAt: string | null;
  readonly overall: Verdict | null;
  /** What a reader should ask about; empty for a run that was logged as it has to be. */
  readonly remarks: readonly string[];
}

/** The runs of a log in the order in which it first speaks of them. */
export function loggedRuns(leaves: readonly LogLeaf[], now: Instant): readonly LoggedRun[] {
  const hidden = new Set(hiddenFailures(leaves, now).map(({ run }) => run));
  const ofRuns = leaves.filter((leaf) => leaf.type === 'start' || leaf.type === 'end');
  return [...Map.groupBy(ofRuns, ({ run }) => run)].map(([run, said]) => ({
    ...loggedRun(said),
    run,
    state: said.find((leaf) => leaf.type === 'end')?.status ?? (hidden.has(run) ? 'hidden' : 'open'),
  }));
}

function loggedRun(said: readonly RunLeaf[]): Omit<LoggedRun, 'run' | 'state'> {
  const starts = said.filter((leaf) => leaf.type === 'start');
  const ends = said.filter((leaf) => leaf.type === 'end');
  const [start, end] = [starts[0], ends[0]];
  const scopes = [...new Set(said.map(({ scope }) => scope))];
  return {
    scope: leastScope(scopes),
    kind: start?.kind ?? null,
    plan: start?.plan ?? null,
    startedAt: start?.at ?? null,
    endsBy: start?.endsBy ?? null,
    endedAt: end?.at ?? null,
    overall: end?.overall ?? null,
    remarks: [
      ...(start ? [] : ['its start was never logged']),
      ...(start?.late ? ['its start was logged late'] : []),
      ...(starts.length > 1 || ends.length > 1 ? ['it was logged more than once'] : []),
      ...(scopes.length > 1 ? [`its leaves say different scopes: ${scopes.join(', ')}`] : []),
    ],
  };
}

type RunLeaf = StartLeaf | EndLeaf;
