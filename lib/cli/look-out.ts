import { readFile } from 'node:fs/promises';
import { lookAtSite } from '../aws/site-look.ts';
import type { FailoverBrief } from '../domain/brief/failover-brief.ts';
import { makeFailoverBrief } from '../domain/brief/make-failover-brief.ts';
import { compileMove } from '../domain/run/compile-move.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { gatherBriefFacts } from './brief-facts.ts';
import { type LoadedPlan, planSha256 } from './load-plan.ts';
import { lookAtSites } from './look-at-sites.ts';
import type { OpenSandbox } from './open-sandbox.ts';
import type { RealReasons } from './real-reasons.ts';
import { surroundingsIn } from './surroundings.ts';
import { stateMachineArn } from './sandbox-world.ts';
import type { StateDirectory } from './state-directory.ts';

/** In this version it fails over sandboxes only. */
const TARGET = 'sandbox';

interface LookOut {
  readonly loaded: LoadedPlan;
  readonly sandbox: OpenSandbox;
  readonly state: StateDirectory;
  readonly reasons: RealReasons;
}

/** Looks at both sites, changes nothing, and puts together what on-call is shown. */
export async function lookOut({ loaded, sandbox, state, reasons }: LookOut): Promise<FailoverBrief> {
  const { plan, file } = loaded;
  const sha256 = planSha256(loaded);
  const status = await sandbox.status();
  // One look for all: whoever waits for the screen waits for each.
  const ground = { ...sandbox, status: async () => status };
  const surroundings = await surroundingsIn(ground, 'failover');
  const { services } = compileMove(plan, {
    run: plan.name,
    target: TARGET,
    scope: 'real',
    planSha256: sha256,
    heartbeatStateMachineArn: stateMachineArn(plan, 'heartbeat'),
    ...surroundings,
  });
  const clock = makeSystemClock();
  const primary = lookAtSite(sandbox, plan.sites.primary);
  const recovery = lookAtSite(sandbox, plan.sites.recovery);
  try {
    const facts = await gatherBriefFacts({
      plan,
      sha256,
      account: sandbox,
      primary,
      recovery,
      machineArn: stateMachineArn(plan, 'failover'),
      lookAtSites: (activeSite) => lookAtSites(plan, ground, { activeSite }),
      services,
      ca: await readFile(status.caFile, 'utf8'),
      state,
      now: () => clock.now(),
    });
    return makeFailoverBrief({ plan, file, sha256, target: TARGET, ...reasons }, facts);
  } finally {
    primary.close();
    recovery.close();
  }
}
