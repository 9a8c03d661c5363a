import { expect, test } from 'vitest';
import { onStandingSandbox } from '../sandbox/drill/standing-sandbox.ts';
import { canType, siteOf, typeRunbook } from '../clients/typed-runbook.ts';

test.skipIf(!canType())(
  'typed as it is printed, the runbook recovers a service whose region is lost',
  { timeout: 240_000 },
  () =>
    onStandingSandbox(async (sandbox) => {
      const { command } = sandbox;
      const markdown = await command('runbook');
      await command('sandbox', 'fault', 'add', 'region-loss');
      const seen = await typeRunbook(sandbox, markdown, '(only if the old region answers)');
      expect(seen).toMatchObject({
        'What is lost? Ask eu-central-1 and its services from three places': expect.stringMatching(
          /^NO ANSWER\n(\d+\n)?(NO ANSWER|\d+)/,
        ),
        'Can the replicas in eu-west-1 take over, and what is lost?': expect.stringMatching(
          /^available\t.*orders-frankfurt\n\d\d:\d\d:\d\d/,
        ),
        'Promote the replicas. From here on there is no way back': expect.stringMatching(/\nf$/),
        'Do users reach the services?': '200\n200',
        'When eu-central-1 answers again: fence first (only if the old region is silent)': 'NO ANSWER',
      });
      expect(await siteOf(sandbox)).toBe('ireland');
    }),
);
