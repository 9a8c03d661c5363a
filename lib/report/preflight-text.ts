import type { Gate } from '../domain/preflight/gate.ts';
import type { PreflightResult } from '../domain/preflight/preflight-result.ts';

const MARKS: Readonly<Record<Gate['result'], string>> = {
  passed: 'ok     ',
  warned: 'WARN   ',
  blocked: 'BLOCKED',
  unknown: 'UNKNOWN',
};

const MEANING: Readonly<Record<Gate['result'], string>> = {
  passed: 'A failover would get through.',
  warned: 'A failover would get through; read what is warned of, it costs something.',
  blocked: 'A failover would not get through as it stands: what blocks it comes first.',
  unknown: 'Whether a failover would get through is not known: something could not be asked.',
};

/** Worst first: whoever reads no further has read what counts. */
const ORDER: readonly Gate['result'][] = ['blocked', 'unknown', 'warned', 'passed'];

/** A look at a plan's gates for a terminal: what is wrong with what to do about it, then what is in order. */
export function preflightText({ plan, at, result, gates, notAsked }: PreflightResult): string {
  const wrong = ORDER.filter((one) => one !== 'passed').flatMap((wanted) =>
    gates.filter((gate) => gate.result === wanted),
  );
  const fine = gates.filter((gate) => gate.result === 'passed');
  const counts = ORDER.map((one) => [one, gates.filter((gate) => gate.result === one).length] as const)
    .filter(([, many]) => many > 0)
    .map(([one, many]) => `${many} ${one}`)
    .join(', ');
  const blocks = [
    [`Pre-flight of ${plan}, ${at.slice(0, 19).replace('T', ' ')} UTC: ${counts}`, MEANING[result]],
    wrong.flatMap(wrongLines),
    fine.map(fineLine),
    ['Not asked of anybody:', ...notAsked.map((words) => `  ${words}`)],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function wrongLines({ name, subject, result, seen, limit, remedy }: Gate): readonly string[] {
  return [
    `${MARKS[result]}  ${name}, ${subject}`,
    `         seen    ${seen}`,
    `         wanted  ${limit}`,
    ...(remedy === null ? [] : [`         do      ${remedy}`]),
  ];
}

function fineLine({ name, subject, seen }: Gate): string {
  return `${MARKS.passed}  ${name}, ${subject}: ${seen}`;
}
