import { type Instant, secondsBetween } from '../instant.ts';
import { endMoment } from './end-moment.ts';
import type { HistoryEvent } from '../record/history-event.ts';
import type { Moment, MomentName } from './moment.ts';
import type { RunSeen } from './run-seen.ts';
import { type Visit, visitsOf } from './visit.ts';

/** States whose entry is told. On the way back of a switchover their names end in `Back`. */
const TOLD: Readonly<Record<string, MomentName>> = {
  RequestApproval: 'approval',
  RequestAcceptance: 'divergence',
  RequestDecision: 'decision',
  DeclareFailover: 'declared',
  DeclareRestore: 'declared',
  DrainWriters: 'drained',
  PromoteReplica: 'fenced',
  SwitchTraffic: 'promoted',
  VerifyServices: 'switched',
  Hold: 'verified',
};

/** The state whose success is what the moment tells. */
const PROVEN_BY: Partial<Record<MomentName, string>> = {
  promoted: 'ProvePromotion',
  switched: 'SwitchTraffic',
  verified: 'VerifyServices',
};

/** Their failure is one of two ways that the workflow knows, or costs the run nothing. */
const MAY_FAIL = new Set([
  'AwaitDetection',
  'StartHerald',
  'RequestApproval',
  'RequestAcceptance',
  'RequestDecision',
]);
/** A question that could not be put is put again from here, and was told. */
const ASKED_SOON: ReadonlySet<string> = new Set(['ApprovalAskedSoon', 'DecisionAskedSoon']);
/** Of a question that nobody could answer: it was put to nobody, and the decision that follows says so. */
const NOT_ASKED = 'NobodyCanAnswer';
const DECLARED: ReadonlySet<MomentName> = new Set(['declared', 'drained']);

/**
 * What there is to tell of a run, in order. Pure: the same history gives the same moments, and more of it only adds to
 * those of a run that goes on.
 */
export function runMoments({ events, status, failure }: RunSeen): readonly Moment[] {
  const visits = visitsOf(events);
  const over = status !== 'RUNNING';
  const told = visits.flatMap((visit, index) => {
    const next = visits.slice(index + 1).find(({ choice }) => !choice) ?? (over ? null : undefined);
    return toldOf(visit, visits.slice(0, index), next);
  });
  const inOrder = [...told, ...resumed(events, visits)].toSorted((one, other) => one.at - other.at);
  return counted(over ? [...inOrder, endMoment({ visits, events, status, failure })] : inOrder);
}

/** With the seconds since it was declared, and how often the same came before. */
function counted(told: readonly Told[]): readonly Moment[] {
  let declaredAt: Instant | null = null;
  return told.map((one, index) => {
    if (DECLARED.has(one.what)) declaredAt = one.at;
    const turn = told.slice(0, index).filter(({ what }) => what === one.what).length;
    const secondsSinceDeclared = declaredAt === null ? null : secondsBetween(declaredAt, one.at);
    return { ...one, turn, secondsSinceDeclared };
  });
}

/** A run that had died goes on in the state where it stopped. */
function resumed(events: readonly HistoryEvent[], visits: readonly Visit[]): readonly Told[] {
  return events
    .filter(({ type }) => type === 'ExecutionRedriven')
    .map(({ id, at }) => {
      const before = visits.filter((visit) => visit.id < id);
      const state = before.at(-1)?.state ?? 'Begin';
      const wayBack = hasWayBack(state, before);
      return { what: 'resumed', id, at, state, proven: null, wayBack, error: null, cause: null };
    });
}

type Told = Omit<Moment, 'secondsSinceDeclared' | 'turn'>;

/** `next` is undefined while a state may still be tried again, and null where the execution ended in it. */
function toldOf(visit: Visit, before: readonly Visit[], next: Visit | null | undefined): readonly Told[] {
  const { id, at, state } = visit;
  const wayBack = hasWayBack(state, before);
  const plain = { id, at, state, proven: null, wayBack, error: null, cause: null };
  const isTold = !ASKED_SOON.has(before.at(-1)?.state ?? '') && visit.error !== NOT_ASKED;
  const what = isTold ? TOLD[thereOf(state)] : undefined;
  const failure = next === undefined ? null : badEnd(visit, next);
  return [
    ...(before.length === 0 ? [{ ...plain, what: 'started' } as const] : []),
    ...(what ? [{ ...plain, what, proven: provenBefore(what, before) }] : []),
    ...(failure ? [{ ...plain, ...failure, at: visit.endedAt }] : []),
  ];
}

/** The name of a state on the way there. */
export function thereOf(state: string): string {
  return state.replace(/(?<=[a-z])Back$/, '');
}

/** Of a leg's own promotion: a switchover that is on its way back can still be stopped before the second one. */
function hasWayBack(state: string, before: readonly Visit[]): boolean {
  const promotion = thereOf(state) === state ? 'PromoteReplica' : 'PromoteReplicaBack';
  return !before.some((visit) => visit.state === promotion && visit.outcome === 'succeeded');
}

/** A fence counts as proven when the workflow went on without asking anybody to accept that it is not. */
function provenBefore(what: MomentName, before: readonly Visit[]): boolean | null {
  if (what === 'fenced') {
    const names = before.map(({ state }) => thereOf(state));
    return names.lastIndexOf('FenceProven') > names.lastIndexOf('RequestAcceptance');
  }
  const state = PROVEN_BY[what];
  if (state === undefined) return null;
  return before.findLast((visit) => thereOf(visit.state) === state)?.outcome === 'succeeded';
}

type Failure = Pick<Moment, 'what' | 'error' | 'cause'>;

/** A failure that people are asked about is told by that question. */
function badEnd(visit: Visit, next: Visit | null): Failure | null {
  const { state, outcome, error, cause } = visit;
  if (next?.state === 'RequestDecision') return null;
  if (thereOf(state) === 'FenceProven') {
    const wentOn = ['PromoteReplica', 'RequestAcceptance'].includes(thereOf(next?.state ?? ''));
    return wentOn ? null : FENCE_UNPROVEN;
  }
  if (outcome !== 'failed' || MAY_FAIL.has(state)) return null;
  return { what: error === 'RunAborted' ? 'aborting' : 'failed', error, cause };
}

const FENCE_UNPROVEN: Failure = {
  what: 'failed',
  error: 'FenceUnproven',
  cause: 'the old primary may still write: nothing was promoted',
};
