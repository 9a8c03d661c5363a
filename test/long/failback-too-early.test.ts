import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultPlanFile } from '../../lib/deployment/deployment.ts';
import { muster } from '../sandbox/drill/muster-command.ts';
import { onStandingSandbox } from '../sandbox/drill/standing-sandbox.ts';

const MINUTES = 60_000;
const PLAN = `${readFileSync(defaultPlanFile(), 'utf8')}\napprovals:\n  unattended: true\n`;
const REFUSED =
  /eu-central-1, where the old primary is, does not answer \(.+\): nothing was begun\. A way back needs that region/;
const CONFIRMED = ['--confirm', 'orders', '--as', 'Duty engineer'];

test(
  'a way back is refused while its old region is silent, and begins nothing that would keep a lock',
  { timeout: 6 * MINUTES },
  () =>
    onStandingSandbox(async ({ state, command }) => {
      const plan = join(state, 'failback.yaml');
      await writeFile(plan, await command('failback', 'plan', '--plan', join(state, 'plan.yaml')));
      const fault =
        /EXP[0-9A-Z]+/.exec(await command('sandbox', 'fault', 'add', 'region-loss'))?.[0] ?? 'none';
      for (const args of [['report'], ['protect', ...CONFIRMED], ['switch', ...CONFIRMED]]) {
        const { code, stderr } = await muster(['failback', ...args, '--plan', plan], state);
        expect(stderr).toMatch(REFUSED);
        expect(code).toBe(64);
      }
      expect(await command('runs', '--json')).not.toContain('"run"');
      await command('sandbox', 'fault', 'remove', fault);
      const { stderr } = await muster(['failback', 'report', '--plan', plan], state);
      expect(stderr).not.toMatch(REFUSED);
      expect(await command('clean')).toContain('nothing is left of any run');
    }, PLAN),
);
