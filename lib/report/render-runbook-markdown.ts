import type { Runbook, RunbookStep, StepCase } from '../domain/runbook/runbook.ts';

/** When a step is left out, in words that stand in its title. */
export const CASE_WORDS: Readonly<Record<StepCase, string>> = {
  always: '',
  'region-answers': ' (only if the old region answers)',
  'region-silent': ' (only if the old region is silent)',
};

/** A runbook for a terminal, a wiki or a printer. The same runbook gives the same bytes. */
export function renderRunbookMarkdown({ title, plan, before, steps }: Runbook): string {
  const lines = [
    `# ${title}`,
    '',
    `Plan ${plan.name}, SHA-256 ${plan.sha256}. Written by \`muster runbook\`: a change of the plan needs a new one.`,
    '',
    ...before.flatMap((line) => [line, '']),
    ...steps.flatMap(stepLines),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function stepLines(step: RunbookStep, index: number): readonly string[] {
  const { title, when, why, commands, check, fields } = step;
  return [
    `## ${index + 1}. ${title}${CASE_WORDS[when]}`,
    '',
    ...why.flatMap((line) => [line, '']),
    ...(commands.length > 0 ? ['```sh', ...commands, '```', ''] : []),
    'You have to see:',
    '',
    ...check.map((line) => `- [ ] ${line}`),
    '',
    ...fields.flatMap((field) => [`${field}: ______________________________`, '']),
  ];
}
