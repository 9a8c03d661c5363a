import { causeWords } from './cause-words.ts';
import { durationWords } from '../judge/duration-words.ts';
import { overrideWords } from '../run/override-words.ts';
import type { Telling, Words } from './moment-words.ts';
import type { RunSeen, ToldJudgement } from './run-seen.ts';

/** The last message of a run: its numbers and verdicts, or that nobody is at it any more. */
export function endWords(telling: Telling): Words {
  const { moment, seen, input } = telling;
  if (moment.what === 'died') return died(telling);
  const verdict = seen.judgement?.verdicts.overall ?? 'not judged';
  const title = moment.what === 'aborted' ? `ABORTED, ${verdict}` : verdict.toUpperCase();
  const numbers = seen.judgement
    ? numberLines(seen.judgement)
    : ['There is no judgement: nothing is proven.'];
  return {
    title,
    lines: [...failureLines(telling), ...numbers, ...fenceLines(seen), ...overrideWords(input.overrides)],
    next: `npx muster open ${input.run}`,
  };
}

function died({ moment: { state, error, cause }, input: { run, scope, overrides } }: Telling): Words {
  const lines = [
    `Its execution ended as ${error ?? 'unknown'} in ${state}: nobody is at it any more.`,
    ...(cause === null ? [] : [cause]),
    'What it had done by then stands; its locks may be held.',
    ...overrideWords(overrides),
  ];
  const next = scope === 'real' ? `npx muster resume ${run}` : 'npx muster clean';
  return { title: `THE RUN DIED in ${state}`, lines, next };
}

/** Why a run did not go its whole way: its first state that failed. */
function failureLines({ moment: { error, cause } }: Telling): readonly string[] {
  return error === null ? [] : [cause === null ? error : causeWords(`${error}: ${cause}`)];
}

function numberLines({ rto, rpo, verdicts }: ToldJudgement): readonly string[] {
  const others = Object.entries(verdicts).filter(([part]) => !['overall', 'rto', 'rpo'].includes(part));
  const rest = others.map(([part, verdict]) => `${part} ${verdict}`);
  return [
    ...measured('RTO', rto, verdicts['rto']),
    ...measured('RPO', rpo, verdicts['rpo']),
    ...(rest.length > 0 ? [rest.join(', ')] : []),
  ];
}

function measured(
  name: string,
  measure: ToldJudgement['rto'],
  verdict: string | undefined,
): readonly string[] {
  if (!measure) return verdict === undefined ? [] : [`${name} not measured: ${verdict}`];
  const { seconds, targetSeconds } = measure;
  const against = `objective ${durationWords(targetSeconds)}`;
  return [`${name} at most ${durationWords(seconds)}, ${against}: ${verdict ?? 'not judged'}`];
}

function fenceLines({ fence }: RunSeen): readonly string[] {
  if (fence.length === 0) return [];
  return [
    `fence: ${fence.map(({ id, proof }) => `${id} ${proof === 'none' ? 'NOT proven' : `proven by ${proof}`}`).join(', ')}`,
  ];
}
