import type { WorkflowState } from './failover-states.ts';
import type { Victim } from './victim.ts';

const LOGGED = 'its log can be told';
const TOLD = 'the plan tells nobody';
const ASKED = 'the plan asks nobody to approve a drill';
const ONWARD = 'nobody ends it after a promotion';
const REAL = 'people are asked in a real event only';

/** States that this plan's run does not enter, and why: nobody can be killed in them. */
const NOT_ENTERED: Readonly<Record<string, string>> = {
  Unlogged: LOGGED,
  PollDetection: 'detection comes by token, so nothing polls for it',
  Detected: 'it follows PollDetection only',
  StartHerald: TOLD,
  HandlersCold: 'every handler loads',
  RequestApproval: ASKED,
  ApprovalUnasked: ASKED,
  ApprovalAskedSoon: ASKED,
  ApprovalLate: ASKED,
  Approved: ASKED,
  RequestAcceptance: REAL,
  Accepted: REAL,
  DeferFence: REAL,
  StateFailed: 'no state of it fails',
  RequestDecision: REAL,
  DecisionAskedSoon: REAL,
  Decided: REAL,
  Skipped: REAL,
  Again: REAL,
  Onward: ONWARD,
};

const DRILLS = 'a drill does it';
const DARK = 'the run is asked, and agreed to';

/** The same of a real failover of a region that is lost, with people who answer. */
const NOT_ENTERED_IN_REAL: Readonly<Record<string, string>> = {
  Unlogged: LOGGED,
  StartHerald: TOLD,
  HandlersCold: 'every handler loads',
  ApplyConditions: DRILLS,
  WarmHandlers: DRILLS,
  InjectDisruption: DRILLS,
  AwaitDetection: DRILLS,
  ApprovalUnasked: DARK,
  ApprovalAskedSoon: DARK,
  ApprovalLate: DARK,
  StateFailed: 'no state of it fails',
  RequestDecision: 'no state of it fails',
  DecisionAskedSoon: 'no state of it fails',
  Decided: 'no state of it fails',
  Skipped: 'no state of it fails',
  Again: 'no state of it fails',
  Onward: ONWARD,
};

const BEFORE_SERIES = 'no series has begun';
const AFTER_SERIES = 'the series have ended, and an idle environment is no heartbeat';

/** States in which no heartbeat beats, and why. */
const WITHOUT_HEARTBEAT: Readonly<Record<string, string>> = {
  Begin: BEFORE_SERIES,
  Entrance: BEFORE_SERIES,
  LogStart: BEFORE_SERIES,
  AcquireLock: BEFORE_SERIES,
  NoticesWanted: BEFORE_SERIES,
  DiscoverDatabases: BEFORE_SERIES,
  LoadHandlers: BEFORE_SERIES,
  Conditions: BEFORE_SERIES,
  ApplyConditions: BEFORE_SERIES,
  StartHeartbeat: BEFORE_SERIES,
  ExportRun: AFTER_SERIES,
  CleanUp: AFTER_SERIES,
  SealRecord: AFTER_SERIES,
  JudgeRun: AFTER_SERIES,
  PublishReport: AFTER_SERIES,
  SignEvidence: AFTER_SERIES,
  Finished: AFTER_SERIES,
  ReleaseLock: AFTER_SERIES,
  Ended: AFTER_SERIES,
};

/** States that the list above names: each has to be one of the workflow. */
export const LISTED = [NOT_ENTERED, NOT_ENTERED_IN_REAL, WITHOUT_HEARTBEAT].flatMap((list) =>
  Object.keys(list),
);

/** Why nobody can be killed in a cell; null for a cell that shows something only when somebody was. */
export function nobodyThere({ name, type }: WorkflowState, victim: Victim): string | null {
  if (NOT_ENTERED[name] !== undefined) return NOT_ENTERED[name];
  if (victim === 'function' && type !== 'Task') return `a ${type} state calls no function`;
  return victim === 'heartbeat' ? (WITHOUT_HEARTBEAT[name] ?? null) : null;
}

/** Whether a real failover of a lost region calls a function in the state. */
export function isCalledInReal({ name, type }: WorkflowState): boolean {
  return type === 'Task' && NOT_ENTERED_IN_REAL[name] === undefined;
}

/** A breach where a cell in which somebody was to be killed killed nobody: it shows nothing then. */
export function unhit(state: WorkflowState, victim: Victim, killed: number | null): readonly string[] {
  return nobodyThere(state, victim) === null ? unhitAnyway(state, victim, killed) : [];
}

/** The same of a real failover: its cells are those in which somebody is there. */
export function unhitInReal(state: WorkflowState, victim: Victim, killed: number | null): readonly string[] {
  return unhitAnyway(state, victim, killed);
}

function unhitAnyway({ name }: WorkflowState, victim: Victim, killed: number | null): readonly string[] {
  if ((killed ?? 0) > 0) return [];
  return [
    `nobody was killed: ${killed === null ? `the run never was in ${name}` : `no ${victim} ran in ${name}`}`,
  ];
}
