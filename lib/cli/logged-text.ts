import { base64 } from '../domain/bytes.ts';
import type { LogEntry } from '../domain/log/log-entry.ts';
import type { CheckedEntry } from '../evidence/checked-log.ts';
import type { LoggedRun, LoggedState } from '../domain/log/logged-runs.ts';
import { holdSentence, type LoggedHold } from '../domain/log/logged-holds.ts';
import type { KeyLeaf } from '../domain/log/log-leaf.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { visibleText } from '../domain/visible-text.ts';
import { aligned } from './aligned.ts';
import { keySentence } from './key-sentence.ts';

/** A log as it was read and checked. */
export interface LoggedRuns {
  readonly origin: string;
  /** Key of its region. */
  readonly signedBy: string;
  /** Null while it is empty. */
  readonly newest: Pick<LogEntry, 'signed' | 'note'> | null;
  readonly runs: readonly LoggedRun[];
  readonly keys: readonly KeyLeaf[];
  readonly holds: readonly LoggedHold[];
  /** Entries that a key signed which did not hold then. */
  readonly doubted: readonly DoubtedEntry[];
  /** Files that were written. */
  readonly exported: readonly string[];
}

export type DoubtedEntry = Pick<CheckedEntry, 'index' | 'leaf' | 'keyId' | 'standing'>;

const HEAD = ['RUN', 'SCOPE', 'DRILL', 'PLAN', 'STARTED', 'ENDED', 'VERDICT'];

/** What a person reads. Names of runs and plans come from whoever wrote the bucket. */
export function loggedText(logged: LoggedRuns): string {
  if (!logged.newest) return `the log ${visibleText(logged.origin)} is empty: no run has been logged\n`;
  const lines = [
    ...aligned([HEAD, ...logged.runs.map(rowOf)].map((row) => row.map(visibleText))).split('\n'),
    ...logged.runs.flatMap(({ run, remarks }) => remarks.map((remark) => `${run}: ${remark}`)),
    '',
    ...countsOf(logged.runs),
    ...logged.keys.map((leaf) => `Key ${leaf.keyId} ${keySentence(leaf)}`),
    ...logged.holds.flatMap(({ run, said }) => said.map((leaf) => `${run}: ${holdSentence(leaf)}`)),
    ...logged.doubted.map(doubtOf),
    ...checkpointOf(logged),
    ...logged.exported.map((path) => `Written: ${path}`),
  ];
  return lines.map((line) => `${visibleText(line)}\n`).join('');
}

function doubtOf({ index, leaf, keyId, standing }: DoubtedEntry): string {
  const what = leaf.type === 'key' ? `key ${leaf.keyId} ${leaf.action}` : `${leaf.type} of ${leaf.run}`;
  return `DOUBTED: entry ${index}, ${what}, is signed by key ${keyId}, which the log has as ${standing} then`;
}

/** A hidden failure has neither an end nor a verdict: the column says by when it had to. */
function rowOf({ run, scope, kind, plan, state, startedAt, endsBy, endedAt, overall }: LoggedRun) {
  const ended =
    state === 'hidden' || state === 'open'
      ? `${STATES[state]} (by ${endsBy})`
      : `${STATES[state]} ${endedAt}`;
  return [
    run,
    shownScope(scope),
    kind ?? '?',
    plan?.name ?? '?',
    startedAt ?? 'not logged',
    ended,
    overall ?? '',
  ];
}

const STATES: Readonly<Record<LoggedState, string>> = {
  completed: 'completed',
  failed: 'failed',
  aborted: 'aborted',
  open: 'no end yet',
  hidden: 'HIDDEN: no end',
};

function shownScope(scope: LoggedRun['scope']): string {
  return scope === 'rehearsal' ? 'REHEARSAL' : scope;
}

/** Never a sum over scopes: rehearsals are no part of what was drilled live. */
function countsOf(runs: readonly LoggedRun[]): readonly string[] {
  return [...Map.groupBy(runs, ({ scope }) => scope)].map(([scope, ofScope]) => {
    const counts = COUNTED.map(
      ([state, words]) => `${ofScope.filter((run) => run.state === state).length} ${words}`,
    );
    return `${shownScope(scope)}: ${ofScope.length} logged: ${counts.join(', ')}`;
  });
}

const COUNTED: readonly (readonly [LoggedState, string])[] = [
  ['completed', 'completed'],
  ['failed', 'failed'],
  ['aborted', 'aborted'],
  ['open', 'without an end yet'],
  ['hidden', 'hidden'],
];

function checkpointOf({ origin, newest, signedBy }: LoggedRuns): readonly string[] {
  if (!newest) return [];
  const { size, root } = newest.signed.checkpoint;
  return [
    `Checkpoint seen: ${origin}, ${size} entries, root ${base64(root)},`,
    `signed by the region's key ${signedBy}.`,
    'Each entry follows the one before it. That nobody else was shown another log, only a checkpoint',
    'shows that was kept: `npx muster verify RUN --log FILE --since CHECKPOINT`.',
  ];
}

/** The one object that `--json` prints. */
export function loggedJson({
  origin,
  signedBy,
  newest,
  runs,
  keys,
  holds,
  doubted,
  exported,
}: LoggedRuns): string {
  const head = newest?.signed.checkpoint ?? null;
  return `${JSON.stringify({
    schemaVersion: SCHEMA_VERSION,
    origin,
    size: head?.size ?? 0,
    root: head && base64(head.root),
    keyId: signedBy,
    checkpoint: newest?.note ?? null,
    runs,
    keys,
    holds,
    doubted: doubted.map(({ index, keyId, standing }) => ({ index, keyId, standing })),
    exported,
  })}\n`;
}
