import type { RunInput } from '../run/run-input.ts';
import type { RunOption } from '../run/run-options.ts';
import { durationWords } from './duration-words.ts';
import type { RunFacts } from './run-facts.ts';

/** What the command line has chosen in place of the plan: a reader compares the two. */
export function optionFindings(facts: Pick<RunFacts, 'outcome'>): readonly string[] {
  const input = facts.outcome('RecordObjectives')?.input;
  const chosen = input?.options?.map((option) => `${option} ${chosenValue(input, option)}`) ?? [];
  return chosen.length > 0 ? [`Chosen on the command line in place of the plan: ${chosen.join('; ')}.`] : [];
}

function chosenValue(input: RunInput, option: RunOption): string {
  if (option === 'interval' && 'heartbeat' in input) return durationWords(input.heartbeat.intervalSeconds);
  if (option === 'disruption' && input.kind === 'failover') return input.disruption.fault;
  if (option === 'conditions' && input.kind === 'failover') return input.disruption.conditions.join(', ');
  if (option === 'conditions' && input.kind === 'switchover') return input.conditions.join(', ');
  if (option === 'source' && input.kind === 'restore') return sourceWords(input.source);
  return `of no ${input.kind}`;
}

function sourceWords(source: Extract<RunInput, { kind: 'restore' }>['source']): string {
  if (source.kind === 'newest-backup') return 'the newest backup';
  if (source.kind === 'chosen-backup') return `the backup ${source.run}`;
  return 'at' in source.target
    ? `the moment ${source.target.at}`
    : `${durationWords(source.target.beforeSeconds)} before`;
}
