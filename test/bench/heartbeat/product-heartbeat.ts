import { setTimeout as sleep } from 'node:timers/promises';
import { accessSite, type SiteAccess } from '../../../lib/aws/site-access.ts';
import { stateMachineArn } from '../../../lib/cli/sandbox-world.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { Attempt } from '../../../lib/domain/ledger/attempt.ts';
import type { RecoveryPlan } from '../../../lib/domain/plan/recovery-plan.ts';
import { compileFailover } from '../../../lib/domain/run/compile-failover.ts';
import { HeartbeatInput, HeartbeatStatus } from '../../../lib/domain/run/heartbeat-input.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import type { BenchSandbox } from '../run/bench-sandbox.ts';

const RUN = 'bench-heartbeat';
const STEADY = 25;
const LIMIT_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** Muster's own heartbeat, as a drill has it: an execution of its state machine, a segment in a function's process. */
export interface ProductHeartbeat {
  steady(): Promise<void>;
  /** Ends it; gives the instants of its acknowledgements, in microseconds since 1970. */
  stop(): Promise<readonly number[]>;
}

export async function startProductHeartbeat(
  plan: RecoveryPlan,
  sandbox: BenchSandbox,
  intervalSeconds: number,
): Promise<ProductHeartbeat> {
  const site = accessSite(sandbox.running, plan.sites.recovery);
  const input = inputFor(plan, sandbox, intervalSeconds);
  const machineArn = stateMachineArn(plan, 'heartbeat');
  const arn = await site.workflows.start({ machineArn, name: RUN, input });
  return {
    steady: () =>
      until('the heartbeat is steady', async () => {
        const status = await site.objects.get(runKeys.status(RUN, 'ledger', input.source));
        return status !== null && HeartbeatStatus.parse(JSON.parse(status.text)).good >= STEADY;
      }),
    stop: async () => {
      await site.objects.put(runKeys.control(RUN), JSON.stringify({ stop: true, detection: null }));
      await until('the heartbeat has ended', async () => (await site.workflows.status(arn)) !== 'RUNNING');
      return acknowledgements(site, input.source).finally(() => site.close());
    },
  };
}

/** The input that StartHeartbeat gives the writer through the front door. */
function inputFor(plan: RecoveryPlan, { status }: BenchSandbox, intervalSeconds: number): HeartbeatInput {
  const [database] = plan.databases;
  if (!database) throw new Error(`${plan.name} has no database to write to`);
  const { heartbeat, detect } = compileFailover(plan, {
    run: RUN,
    target: 'sandbox',
    scope: 'rehearsal',
    planSha256: '0'.repeat(64),
    heartbeatStateMachineArn: stateMachineArn(plan, 'heartbeat'),
    intervalSeconds,
  });
  const { host, port } = status.frontDoor;
  return HeartbeatInput.parse({
    role: 'ledger',
    run: RUN,
    bucket: plan.sites.recovery.bucket,
    region: plan.sites.recovery.region,
    source: database.id,
    heartbeat,
    detect,
    target: { host, port, database: database.database, secret: database.heartbeatSecret },
  });
}

async function acknowledgements(site: SiteAccess, source: string): Promise<readonly number[]> {
  const keys = await site.objects.list(runKeys.series(RUN, 'ledger', source));
  const texts = await Promise.all(
    keys
      .filter((key) => key.endsWith('.ndjson'))
      .map(async (key) => (await site.objects.get(key))?.text ?? ''),
  );
  return texts
    .flatMap((text) => text.trim().split('\n'))
    .map((line) => Attempt.parse(JSON.parse(line)))
    .filter(({ outcome }) => outcome === 'acknowledged')
    .map(({ answered }) => parseInstant(answered));
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LIMIT_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not within ${LIMIT_MS / 1000} s: ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
}
