import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';
import { readFile } from 'node:fs/promises';
import { loadPlan } from '../../lib/cli/load-plan.ts';
import { stateMachineArn } from '../../lib/cli/sandbox-world.ts';
import { stateDirectory } from '../../lib/cli/state-directory.ts';
import { formatInstant, parseInstant } from '../../lib/domain/instant.ts';
import { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { runKeys } from '../../lib/domain/run/run-keys.ts';
import { findSandbox } from '../../lib/sandbox/supervisor/sandbox-client.ts';
import { muster } from '../sandbox/drill/muster-command.ts';
import { inRealEvent, type RealEvent } from './real-event.ts';

const LIMIT_MS = 400_000;
const LOOK_MS = 500;
const ASKED_WITHIN_MS = 120_000;
const MINUTES = 60e6;

/** The two calls that the command prints, and a look at what they have started. */
async function consoleOf({ state }: RealEvent) {
  const sandbox = await findSandbox(stateDirectory({ MUSTER_STATE_DIR: state }).sandbox);
  if (!sandbox) throw new Error('no sandbox stands');
  const { plan } = await loadPlan(join(state, 'plan.yaml'));
  const { region, bucket } = plan.sites.recovery;
  const { endpoint, credentials } = sandbox;
  const sfn = new SFNClient({ region, endpoint, credentials });
  const s3 = new S3Client({ region, endpoint, credentials, forcePathStyle: true });
  const Body = await readFile(join(state, 'plan.yaml'), 'utf8');
  return {
    start: async (name: string, input: FailoverInput): Promise<string> => {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: runKeys.plan(input.run), Body }));
      const started = await sfn.send(
        new StartExecutionCommand({
          stateMachineArn: stateMachineArn(plan, 'failover'),
          name,
          input: JSON.stringify(input),
        }),
      );
      return started.executionArn ?? '';
    },
    ended: async (executionArn: string) => {
      for (;;) {
        const { status, error, cause } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
        if (status !== 'RUNNING') return { status, error, cause };
        await sleep(LOOK_MS);
      }
    },
    close: () => [sfn, s3].forEach((client) => client.destroy()),
  };
}

/** As it is printed, which is unconfirmed, and of a new run each time. */
async function printed({ state, command }: RealEvent, ...reasons: readonly string[]) {
  const plan = join(state, 'plan.yaml');
  const asked = ['--as', 'Duty engineer', '--reason', 'dark', ...reasons];
  const out = await command('failover', '--plan', plan, '--real', '--print-input', ...asked);
  return FailoverInput.parse(JSON.parse(out.slice(0, out.indexOf('\n}\n') + 2)));
}

function changed(input: FailoverInput, changes: Partial<NonNullable<FailoverInput['real']>>): FailoverInput {
  return { ...input, real: input.real && { ...input.real, ...changes } };
}

/** Until the run asks; whoever answers too early is told so. */
async function said({ command }: RealEvent, ...args: readonly string[]): Promise<void> {
  const deadline = performance.now() + ASKED_WITHIN_MS;
  for (;;) {
    try {
      return void (await command(...args));
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(LOOK_MS);
    }
  }
}

test(
  'a real failover from the printed input: unconfirmed or old it takes no lock, and confirmed it goes through',
  () =>
    inRealEvent(async (event) => {
      const { command } = event;
      await command('sandbox', 'fault', 'add', 'region-loss');
      const api = await consoleOf(event);
      try {
        const GIVEN = ['--stale-evidence', 'the first run of this plan'];
        const unconfirmed = await printed(event, ...GIVEN);
        expect(unconfirmed.real).toMatchObject({ confirmed: '', confirmedAt: null, how: 'console' });
        await expect(api.ended(await api.start(unconfirmed.run, unconfirmed))).resolves.toMatchObject({
          status: 'FAILED',
          error: 'NotConfirmed',
          cause: expect.stringContaining('the name of the plan does not stand in real.confirmed'),
        });

        const fresh = await printed(event, ...GIVEN);
        const now = parseInstant(fresh.real?.printedAt ?? '');
        const old = changed(fresh, { confirmed: 'orders', printedAt: formatInstant(now - 16 * MINUTES) });
        await expect(api.ended(await api.start(old.run, old))).resolves.toMatchObject({
          error: 'NotConfirmed',
          cause: expect.stringContaining('print it anew'),
        });
        // Neither has left anything, least of all a lock: the next one starts. What the dark region holds nobody can say.
        const clean = await muster(['clean', '--dry-run', '--json'], event.state);
        expect(JSON.parse(clean.stdout)).toMatchObject({ runs: [] });

        const { run, ...rest } = await printed(event, ...GIVEN);
        const arn = await api.start(run, changed({ run, ...rest }, { confirmed: 'orders' }));
        await said(event, 'approve', run, '--as', 'Head of operations');
        await said(event, 'approve', run, '--as', 'Head of data', '--accept-divergence');
        await said(event, 'approve', run, '--as', 'Head of operations', '--accept-divergence');
        await expect(api.ended(arn)).resolves.toMatchObject({ status: 'SUCCEEDED' });
        expect(JSON.parse(await command('sandbox', 'status', '--json'))).toMatchObject({
          frontDoor: { activeSite: 'ireland' },
        });
      } finally {
        api.close();
      }
    }),
  LIMIT_MS,
);
