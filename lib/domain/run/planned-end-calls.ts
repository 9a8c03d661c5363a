import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { changing, looking, type PlannedCall, RECORD } from './planned-call.ts';
import { runKeys } from './run-keys.ts';

/** What a region wrote down by itself goes into the evidence where it is to be had. */
function trailCalls(region: string): readonly PlannedCall[] {
  const place = { state: 'SignEvidence', region, required: false };
  return [
    looking(place, { service: 'CloudTrail', action: 'LookupEvents', subject: 'event history' }),
    looking(place, { service: 'RDS', action: 'DescribeEvents', subject: 'instances' }),
  ];
}

/** From the end of the way back on, in the order of the workflow: see `plannedCalls`. */
export function plannedEndCalls({
  name,
  evidence,
  sites: { primary, recovery },
}: RecoveryPlan): readonly PlannedCall[] {
  const here = recovery.region;
  const written = (state: string, subject: string, changes: string) =>
    changing(
      { state, region: here },
      { service: 'S3', action: 'PutObject', subject },
      { changes, undo: RECORD },
    );
  const free = {
    changes: 'the lock is free, and its generation stays',
    undo: 'none needed: the next run takes it',
  };
  const lock = { service: 'S3', action: 'PutObject', subject: runKeys.lock(name, 'failover') };
  return [
    written('ExportRun', 'runs/', 'what was seen becomes files'),
    written('SealRecord', 'runs/', 'the record is closed'),
    written('JudgeRun', 'runs/', 'the judgement is written'),
    written('PublishReport', 'runs/', 'the report is written'),
    ...[here, primary.region].flatMap(trailCalls),
    ...signCalls(here, evidence.timestampAuthority),
    changing({ state: 'ReleaseLock', region: here, byHand: 'end' }, lock, free),
    changing({ state: 'ReleaseLock', region: primary.region, required: false }, lock, free),
  ];
}

/** A stamp leaves the region, with a digest in it and nothing else. */
function signCalls(region: string, authority: string | undefined): readonly PlannedCall[] {
  const place = { state: 'SignEvidence', region, required: false };
  const stamp =
    authority === undefined
      ? []
      : [looking(place, { service: 'time-stamp authority', action: 'POST', subject: authority })];
  return [
    changing(
      place,
      { service: 'S3', action: 'PutObjectRetention', subject: 'runs/' },
      {
        changes: 'nobody can delete the evidence before its day, where the bucket has Object Lock',
        undo: RECORD,
      },
    ),
    changing(
      place,
      { service: 'S3', action: 'PutObject', subject: 'log/' },
      { changes: 'the log of all runs says how it ended; what is left is signed', undo: RECORD },
    ),
    ...stamp,
  ];
}
