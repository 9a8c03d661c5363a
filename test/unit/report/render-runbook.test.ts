import { expect, test } from 'vitest';
import type { Runbook } from '../../../lib/domain/runbook/runbook.ts';
import { renderRunbookHtml } from '../../../lib/report/render-runbook-html.ts';
import { renderRunbookMarkdown } from '../../../lib/report/render-runbook-markdown.ts';

const RUNBOOK: Runbook = {
  title: 'Failover of shop by hand',
  plan: { name: 'shop', sha256: 'ab' },
  before: ['Think.'],
  steps: [
    {
      id: 'look',
      title: 'Look',
      when: 'region-answers',
      why: ['Because.'],
      commands: ["echo '<1>'"],
      check: ['<1> is printed'],
      fields: ['Seen at'],
    },
    { id: 'stop', title: 'Stop', when: 'always', why: [], commands: [], check: ['Rest.'], fields: [] },
  ],
};

test('Markdown has a step a heading, with its block, boxes to tick and lines to fill in', () => {
  expect(renderRunbookMarkdown(RUNBOOK)).toBe(`# Failover of shop by hand

Plan shop, SHA-256 ab. Written by \`muster runbook\`: a change of the plan needs a new one.

Think.

## 1. Look (only if the old region answers)

Because.

\`\`\`sh
echo '<1>'
\`\`\`

You have to see:

- [ ] <1> is printed

Seen at: ______________________________

## 2. Stop

You have to see:

- [ ] Rest.
`);
});

test('HTML is one page that loads nothing, with what the plan says as text', () => {
  const html = renderRunbookHtml(RUNBOOK);
  expect(html).toContain('<pre><code><span class="line">echo &#39;&lt;1&gt;&#39;</span></code></pre>');
  expect(html).toContain('<li>&lt;1&gt; is printed</li>');
  expect(html).toContain('default-src &#39;none&#39;');
  expect(html).toBe(renderRunbookHtml(RUNBOOK));
});
