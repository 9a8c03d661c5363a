import { expect, test } from 'vitest';
import { canType, siteOf, typeRunbook } from './typed-runbook.ts';
import { onStandingSandbox } from '../sandbox/drill/standing-sandbox.ts';

test.skipIf(!canType())(
  'typed as it is printed, the runbook fences a primary that can be reached, and lets clients into the new one',
  { timeout: 240_000 },
  () =>
    onStandingSandbox(async (sandbox) => {
      const markdown = await sandbox.command('runbook');
      const seen = await typeRunbook(sandbox, markdown, '(only if the old region is silent)');
      expect(seen).toMatchObject({
        'Keep the old primary from taking writes (only if the old region answers)':
          expect.stringMatching(/\n0$/),
        'Promote the replicas. From here on there is no way back': expect.stringMatching(/\nf$/),
        'Do users reach the services?': '200\n200',
      });
      expect(await siteOf(sandbox)).toBe('ireland');
    }),
);
