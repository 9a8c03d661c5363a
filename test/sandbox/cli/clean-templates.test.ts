import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accessTemplates } from '../../../lib/aws/template-access.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { findSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';
import { muster, withStateDirectory } from '../drill/muster-command.ts';

const REGION = 'eu-central-1';
const LONG_AGO = parseInstant('2020-01-01T00:00:00.000000Z');
const FAR_AHEAD = parseInstant('2100-01-01T00:00:00.000000Z');

/** Templates as a command makes them that is killed before it begins its run. */
async function leaveTemplates(state: string): Promise<void> {
  const sandbox = await findSandbox(join(state, 'sandbox'));
  if (!sandbox) throw new Error('no sandbox stands');
  const templates = accessTemplates(sandbox);
  const fault = 'slow-api=1s';
  await templates.create({ run: 'killed', region: REGION, fault, startBy: LONG_AGO });
  await templates.create({ run: 'beginning', region: REGION, fault, startBy: FAR_AHEAD });
  templates.close();
}

test(
  'what a command made for a run that it never began is cleaned up, and what may still be begun is named',
  () =>
    withStateDirectory(async (state) => {
      expect((await muster(['sandbox', 'up'], state)).code).toBe(0);
      try {
        await leaveTemplates(state);
        const dry = await muster(['clean', '--dry-run'], state);
        expect(dry.stdout).toMatch(/^template EXT\w+ of run killed in eu-central-1: would be removed$/m);
        const first = await muster(['clean'], state);
        expect(first.stdout).toMatch(/^template EXT\w+ of run killed in eu-central-1: removed$/m);
        expect(first.stdout).toMatch(
          /^template EXT\w+ of run beginning in eu-central-1: it may still be used until 2100-01-01T00:00:00.000000Z$/m,
        );
        expect(first.code).toBe(70);
        const second = await muster(['clean'], state);
        expect(second.stdout).not.toContain('killed');
      } finally {
        expect((await muster(['sandbox', 'down'], state)).code).toBe(0);
      }
    }),
  120_000,
);
