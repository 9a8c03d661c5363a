import { inputOf, readRun, type RunFacts } from '../../lib/domain/judge/run-facts.ts';
import { measureSwitchover } from '../../lib/domain/judge/switchover/measure-switchover.ts';
import { SwitchoverJudgement } from '../../lib/domain/run/switchover-judgement.ts';
import { changedFacts, changedRecord, judgedChanged, type RunChanges } from './changed-run.ts';
import { goldenTexts } from './golden-runs.ts';

export const SWITCHOVER = 'v1-switchover';

/** Its samples are thousands of lines: they are read once, for all tests that change the record alone. */
const TEXTS = goldenTexts(SWITCHOVER);
const STORED = readRun({ directory: '.', texts: TEXTS });

/** The stored switchover as data, with changes. */
export function switchoverFacts(changes: RunChanges = {}): RunFacts {
  if (changes.texts) return changedFacts(SWITCHOVER, changes);
  const text = changedRecord(TEXTS['record.ndjson'] ?? '', changes);
  const record = readRun({
    directory: '.',
    texts: { 'record.ndjson': text, 'plan.yaml': STORED.planText },
  });
  const { ledger, stale, recovered, health, observed, problems } = STORED;
  return { ...record, ledger, stale, recovered, health, observed, problems };
}

/** What it comes to, with the input and the facts that it comes from. */
export function measuredSwitchover(changes: RunChanges = {}) {
  const facts = switchoverFacts(changes);
  const input = inputOf(facts, 'switchover');
  if (!input) throw new Error('the stored run has no objectives');
  return { input, facts, run: measureSwitchover(input, facts) };
}

export function judgedSwitchover(changes: RunChanges = {}): SwitchoverJudgement {
  return SwitchoverJudgement.parse(judgedChanged(SWITCHOVER, changes));
}
