import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const PAGE = readFileSync(new URL('../../../docs/on-call.md', import.meta.url), 'utf8');

test('the page for on-call is one page, and names whatever a run that waits may be told', () => {
  expect(PAGE.split('\n').length).toBeLessThanOrEqual(85);
  for (const word of ['approve', 'deny', 'retry', 'skip', 'take-over', 'go-without', 'abort', 'resume'])
    expect(PAGE).toContain(`npx muster ${word} RUN`);
});
