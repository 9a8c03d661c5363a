import { join } from 'node:path';
import { accessSigner } from '../aws/signer-access.ts';
import type { Account, SiteAccess } from '../aws/site-access.ts';
import type { Instant } from '../domain/instant.ts';
import { logOrigin } from '../domain/log/log-origin.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import { type KeyedLog, makeKeyedLog } from '../evidence/keyed-log.ts';
import { newestHeads } from '../evidence/newest-heads.ts';
import { type LogReader, makeLogReader } from '../evidence/read-log.ts';
import type { Objects } from '../ports/objects.ts';
import type { Signer } from '../ports/signer.ts';
import { evidenceName, namedByPlan } from './evidence-name.ts';
import { loadPlan } from './load-plan.ts';
import { PLAN_FILE } from './open-sandbox.ts';
import { withPlanAccess } from './plan-access.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';
import { sha256Bytes } from './trusted-keys.ts';
import { UsageError } from './usage-error.ts';
import type { PlanAccess } from './unfinished-runs.ts';

/** Which log the keys are of. */
export interface KeyScope {
  /** A plan of the standing sandbox; the one that it was started with where none is named. */
  readonly plan?: string | undefined;
  /** One of the plan's two; by default that of the recovery site. */
  readonly region?: string | undefined;
  readonly state: StateDirectory;
}

/** A region's log, and the key that it is signed with now. */
export interface KeyPlace {
  readonly origin: string;
  readonly region: string;
  readonly bucket: string;
  readonly account: Account;
  readonly signer: Pick<Signer, 'key'>;
  readonly reader: Pick<LogReader, 'entries'>;
  readonly log: KeyedLog;
  /** What a person is called in that log. */
  readonly called: (name: string) => string;
  readonly now: Instant;
}

/** The other site's log is embedded where it answers. */
const OTHERS_LIMIT_MS = 500;

/** The log of one of a plan's regions for as long as `use` takes. @throws UsageError for a region that is none of them */
export async function withKeyPlace<T>(scope: KeyScope, use: (place: KeyPlace) => Promise<T>): Promise<T> {
  const sandbox = await standingSandbox(scope.state);
  const { plan } = await loadPlan(scope.plan ?? join(scope.state.sandbox, PLAN_FILE));
  const region = regionOf(plan, scope.region);
  return withPlanAccess(sandbox, plan, async (access) => {
    const signer = accessSigner(sandbox, region);
    try {
      const called = (name: string) => evidenceName(namedByPlan(plan), name, scope.state);
      return await use({ ...keyPlace(plan, access, { region, signer }), account: sandbox, called });
    } finally {
      signer.close();
    }
  });
}

/** @throws UsageError */
export function regionOf(
  { sites: { primary, recovery } }: RecoveryPlan,
  region: string = recovery.region,
): string {
  if (region === primary.region || region === recovery.region) return region;
  throw new UsageError(`--region ${region}: the plan has ${recovery.region} and ${primary.region}`);
}

function keyPlace(
  { sites }: RecoveryPlan,
  { primary, recovery, now, sleep }: PlanAccess,
  { region, signer }: { readonly region: string; readonly signer: Signer },
): Omit<KeyPlace, 'called' | 'account'> {
  const ofRecovery = logOf(sites.recovery, recovery);
  const ofPrimary = logOf(sites.primary, primary);
  const [own, other] = region === sites.recovery.region ? [ofRecovery, ofPrimary] : [ofPrimary, ofRecovery];
  const others = () =>
    newestHeads({ logs: [makeLogReader(other)], clock: { sleep }, limitMs: OTHERS_LIMIT_MS });
  return {
    origin: own.origin,
    region,
    bucket: own.bucket,
    signer,
    reader: makeLogReader(own),
    log: makeKeyedLog({ ...own, signer, others }),
    now: now(),
  };
}

function logOf(
  site: { readonly region: string; readonly bucket: string },
  { objects }: Pick<SiteAccess, 'objects'>,
): {
  readonly objects: Objects;
  readonly sha256: typeof sha256Bytes;
  readonly origin: string;
  readonly bucket: string;
} {
  return { objects, sha256: sha256Bytes, origin: logOrigin(site), bucket: site.bucket };
}
