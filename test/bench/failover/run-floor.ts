import { FisClient } from '@aws-sdk/client-fis';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFisDisruption } from '../../../lib/aws/fis-disruption.ts';
import { accessSite } from '../../../lib/aws/site-access.ts';
import type { RecoveryPlan } from '../../../lib/domain/plan/recovery-plan.ts';
import { makeSystemClock } from '../../../lib/system/system-clock.ts';
import type { BareAttempt } from '../bare/series-order.ts';
import { startLoad } from '../bare/bare-load.ts';
import { type BenchSandbox, startBenchSandbox } from '../run/bench-sandbox.ts';
import { withStateDirectory } from '../run/state-directory.ts';
import { openPromoterSession, type PromoterSession } from './promoter-session.ts';

export type LossVariant = 'region-loss' | 'region-loss=refused';

/** Seconds of one floor: from the call that promotes to the first write that a client was told of, and on the way. */
export interface Floor {
  readonly seconds: number;
  readonly promotedSeconds: number;
  readonly switchedSeconds: number;
}

const RUN = 'floor';
const RECEIPT_MS = 10_000;
const SETTLE_MS = 1_000;

/**
 * What this machine needs at the least: the same sandbox under the same load loses its region, then pg_promote(false)
 * on an open session, the traffic switch, and a bare client at the front door. The fence is the injector's receipt,
 * which is there already. Nothing orchestrates, records or proves.
 */
export function runFloor(plan: RecoveryPlan, fault: LossVariant): Promise<Floor> {
  return withStateDirectory(async (stateDir) => {
    const sandbox = await startBenchSandbox(plan, { stateDir, handlers: 'none' });
    const series = startLoad(sandbox);
    const promoter = await openPromoterSession(sandbox);
    try {
      await series.client.until('steady');
      await loseRegion(plan, sandbox, fault);
      await series.client.until('lost');
      const moments = await failOver(plan, sandbox, promoter);
      await sleep(SETTLE_MS);
      const [attempts] = await Promise.all([series.client, ...series.others].map((one) => one.stop()));
      return floorOf(moments, attempts ?? []);
    } finally {
      promoter.close();
      await sandbox.running.stop();
    }
  });
}

/** Resolves when the injector's receipt is there: every process dead, the storage held. */
async function loseRegion(plan: RecoveryPlan, { running }: BenchSandbox, fault: LossVariant): Promise<void> {
  const { region } = plan.sites.primary;
  const { endpoint, credentials } = running;
  const fis = new FisClient({ endpoint, credentials, region });
  const disruption = makeFisDisruption(() => fis);
  try {
    const started = await disruption.start({ run: RUN, region, fault });
    const deadline = performance.now() + RECEIPT_MS;
    while (!(await disruption.status(started)).receipt) {
      if (performance.now() > deadline) throw new Error(`no receipt for ${fault} within ${RECEIPT_MS} ms`);
      await sleep(5);
    }
  } finally {
    fis.destroy();
  }
}

interface Moments {
  readonly declared: number;
  readonly promoted: number;
  readonly switched: number;
}

async function failOver(
  plan: RecoveryPlan,
  { running }: BenchSandbox,
  promoter: PromoterSession,
): Promise<Moments> {
  const clock = makeSystemClock();
  const site = accessSite(running, plan.sites.recovery);
  try {
    await site.objects.put('traffic/warm-up', '{}');
    const declared = clock.now();
    await promoter.promote();
    const promoted = clock.now();
    const content = JSON.stringify({ activeSite: plan.sites.recovery.name });
    await site.objects.put(`traffic/${plan.name}.json`, content);
    return { declared, promoted, switched: clock.now() };
  } finally {
    site.close();
  }
}

/** The old primary is dead by then: whoever acknowledges after the declaration is the promoted server. */
function floorOf({ declared, promoted, switched }: Moments, attempts: readonly BareAttempt[]): Floor {
  const first = attempts.find(({ good, answered }) => good && answered > declared);
  if (!first) throw new Error("the floor's client was never acknowledged after the promotion");
  return {
    seconds: (first.answered - declared) / 1e6,
    promotedSeconds: (promoted - declared) / 1e6,
    switchedSeconds: (switched - declared) / 1e6,
  };
}
