import { expect, test } from 'vitest';
import { canType, siteOf, typeRunbook } from './typed-runbook.ts';
import { onStandingSandbox } from '../sandbox/drill/standing-sandbox.ts';

test.skipIf(!canType())(
  'typed as it is printed, the runbook takes no lock that it cannot read, fences a primary that can be reached, and lets clients into the new one',
  { timeout: 600_000 },
  () =>
    onStandingSandbox(async (sandbox) => {
      const markdown = await sandbox.command('runbook');
      const type = () => typeRunbook(sandbox, markdown, '(only if the old region is silent)');
      const refusing = await sandbox.command('sandbox', 'fault', 'add', 'throttled-api=100%@s3');
      await expect(type()).rejects.toThrow(/THE LOCK COULD NOT BE READ.*\n*.*\(SlowDown\)/);
      await sandbox.command('sandbox', 'fault', 'remove', /remove (\S+)`/.exec(refusing)?.[1] ?? '');
      const seen = await type();
      expect(seen).toMatchObject({
        // Nothing was written before.
        'Keep Muster from acting at the same time': expect.stringMatching(
          /^\{"generation":0\}\n+\{"generation":0\}\n[\s\S]*\n1$/,
        ),
        'Keep the old primary from taking writes (only if the old region answers)':
          expect.stringMatching(/\n0\|0$/),
        'Promote the replicas. From here on there is no way back': expect.stringMatching(/\nf$/),
        'Do users reach the services?': '200\n200',
        'Give the lock back, and keep this paper': expect.stringMatching(/^"\w+"\n"\w+"$/),
      });
      expect(await siteOf(sandbox)).toBe('ireland');
    }),
);
