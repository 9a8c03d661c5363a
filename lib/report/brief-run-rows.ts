import { ageWords } from '../domain/brief/drill-proof.ts';
import type { FailoverBrief } from '../domain/brief/failover-brief.ts';
import { engagedWords } from '../domain/run/safety-lever.ts';
import { durationWords } from '../domain/judge/duration-words.ts';
import type { PlanChange } from '../domain/plan/plan-changes.ts';
import { approvalLines } from './brief-approval-lines.ts';
import { type BriefLine, type BriefRow, say } from './brief-row.ts';
import { callLines } from './brief-call-lines.ts';

const NOT_SHOWN_ELSEWHERE: readonly string[] = ['recovery path', 'residency'];
const EVERY_LINE = Number.POSITIVE_INFINITY;

/** What the run will do, and what it rests on: the second half of the screen. */
export function runRows(brief: FailoverBrief, { calls }: { readonly calls: boolean }): readonly BriefRow[] {
  return [
    { label: 'PROVEN', lines: provenLines(brief.proof), most: 3 },
    ...changedRow(brief.proof),
    { label: 'DURATION', lines: [durationLine(brief.duration)], most: 3 },
    { label: 'CALLS', lines: callLines(brief.calls, { all: calls }), most: calls ? EVERY_LINE : 3 },
    { label: 'NO UNDO', lines: brief.irreversible.map((what) => say(what, 'warn')), most: EVERY_LINE },
    { label: 'APPROVAL', lines: approvalLines(brief.approvals), most: 5 },
    { label: 'CONFLICT', lines: [conflictLine(brief.conflict)], most: 2 },
    ...leverRow(brief),
    ...gatesRow(brief),
    ...needsRow(brief),
  ];
}

function provenLines(proof: FailoverBrief['proof']): readonly BriefLine[] {
  if (!proof.known) return [say(`unknown: ${proof.why}`, 'warn')];
  const { passed, notPassedSince, stale } = proof.value;
  const since = notPassedSince
    ? [say(`the newest drill, ${notPassedSince.run}, was ${notPassedSince.verdict}`, 'bad')]
    : [];
  if (!passed) return [say('never: no failover drill of this plan has passed', 'bad'), ...since];
  const { at, ageSeconds, scope, samePlan, rtoSeconds, rpoSeconds } = passed;
  const what = samePlan ? 'this plan, unchanged,' : 'an earlier version';
  const numbers = [
    rtoSeconds === null ? 'RTO not measured' : `RTO at most ${durationWords(rtoSeconds)}`,
    rpoSeconds === null ? 'RPO not measured' : `RPO at most ${durationWords(rpoSeconds)}`,
  ];
  const words = `${what} passed ${ageWords(ageSeconds)} ago (${at.slice(0, 10)}, ${scope}): ${numbers.join(', ')}`;
  return [say(words, stale === null ? 'good' : 'warn'), ...since];
}

function changedRow(proof: FailoverBrief['proof']): readonly BriefRow[] {
  if (!proof.known || !proof.value.passed || proof.value.passed.samePlan) return [];
  const { changes } = proof.value.passed;
  const lines = !changes.known
    ? [say(`unknown: ${changes.why}`, 'warn')]
    : changes.value.length === 0
      ? [say('nothing that a run reads: comments or layout only', 'good')]
      : changes.value.map((change) => say(changeWords(change), 'warn'));
  return [{ label: 'CHANGED', lines, most: 4 }];
}

function changeWords({ path, before, after }: PlanChange): string {
  if (before === null) return after === 'there' ? `${path}: added` : `${path}: added, ${after}`;
  return after === null ? `${path}: removed` : `${path}: ${before} → ${after}`;
}

function durationLine(duration: FailoverBrief['duration']): BriefLine {
  if (!duration.known) return say(`unknown: ${duration.why}`, 'warn');
  const { runs, scopes, prepareSeconds, recoverSeconds, slowestRecoverSeconds, awsSeconds } = duration.value;
  const prepare =
    prepareSeconds === null ? 'an unknown time' : `about ${durationWords(Math.ceil(prepareSeconds))}`;
  const aws = awsSeconds > 0 ? ` (${durationWords(awsSeconds)} of it AWS)` : '';
  const from = `${runs === 1 ? 'one run' : `${runs} runs`}, ${scopes.join(' and ')}`;
  const forecast = scopes.includes('rehearsal') ? ': no forecast for AWS' : '';
  return say(
    `${prepare} to prepare, then ${durationWords(recoverSeconds)}${aws} until services answer (slowest ${durationWords(slowestRecoverSeconds)}); from ${from}${forecast}`,
  );
}

function conflictLine(conflict: FailoverBrief['conflict']): BriefLine {
  if (!conflict.known) return say(`unknown: ${conflict.why}`, 'warn');
  if (!conflict.value || conflict.value.effect === 'over') return say('none: the lock is free', 'good');
  const { run, scope, status, effect } = conflict.value;
  const state = status ?? 'its execution is not known';
  return effect === 'refuses'
    ? say(`${run} (${scope}, ${state}) holds the lock: this failover would be refused`, 'bad')
    : say(`${run} (${scope}, ${state}) is pre-empted: it changes nothing any more`, 'warn');
}

/** Where it lets drills run there is nothing to say. */
function leverRow({ lever }: FailoverBrief): readonly BriefRow[] {
  const words = lever.known ? engagedWords(lever.value) : `unknown: ${lever.why}`;
  return words === null ? [] : [{ label: 'LEVER', lines: [say(words, 'warn')], most: 2 }];
}

/** What is wrong and stands in no other row: all of them are in the record. */
function gatesRow({ gates }: FailoverBrief): readonly BriefRow[] {
  const wrong = gates.filter(({ name, result }) => result !== 'passed' && NOT_SHOWN_ELSEWHERE.includes(name));
  const lines = wrong.map(({ name, subject, seen, limit }) =>
    say(`${name}, ${subject}: ${seen}; wanted: ${limit}`, 'warn'),
  );
  return lines.length === 0 ? [] : [{ label: 'GATES', lines, most: 3 }];
}

function needsRow({ needs, approvals }: FailoverBrief): readonly BriefRow[] {
  const lines = [
    ...needs.map(({ option, why }) => say(`${option} REASON: ${why}`, 'bad')),
    ...anotherInitiator(approvals),
  ];
  return lines.length === 0 ? [] : [{ label: 'NEEDS', lines, most: 5 }];
}

/** No reason stands for those who accept a divergence: it starts all the same, since the fence may be proven. */
function anotherInitiator({ initiator, people, divergence }: FailoverBrief['approvals']) {
  const { possible, expected, needed } = divergence;
  if (possible || !expected || people.length === 0) return [];
  return [
    say(
      `somebody else to start it, or it stops at a fence that is not proven: accepting that takes ${needed}, and beside ${initiator} the plan names ${people.length}`,
      'bad',
    ),
  ];
}
