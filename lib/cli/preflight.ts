import { readFile } from 'node:fs/promises';
import { accessSite } from '../aws/site-access.ts';
import { formatInstant } from '../domain/instant.ts';
import { type Gate, unasked } from '../domain/preflight/gate.ts';
import { NOT_ASKED, preflightGates } from '../domain/preflight/preflight-gates.ts';
import { preflightKeys, type PreflightResult, worstOf } from '../domain/preflight/preflight-result.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { preflightText } from '../report/preflight-text.ts';
import { makeSystemClock } from '../system/system-clock.ts';
import { directoryObjects } from './directory-objects.ts';
import { EXIT } from './exit-code.ts';
import { type LoadedPlan, loadPlan, planSha256 } from './load-plan.ts';
import { type OpenSandbox, openSandbox } from './open-sandbox.ts';
import { gatherPreflightFacts } from './preflight-facts.ts';
import { Progress } from './progress.ts';
import { runbookProblem } from './runbooks.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';

export interface PreflightOptions {
  readonly planFile: string;
  readonly json: boolean;
  /** Whether the result is kept, here and in the recovery site's bucket. */
  readonly keep: boolean;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

/** A gate that blocks, or one that could not be asked; what is warned of is no failure. */
const CODES: Readonly<Record<PreflightResult['result'], number>> = {
  passed: EXIT.met,
  warned: EXIT.met,
  blocked: EXIT.missed,
  unknown: EXIT.inconclusive,
};

/**
 * `muster preflight`: whether a failover of the plan would get through now. It changes nothing; where no sandbox stands
 * a private one is looked at, which proves the plan alone, and is never more than unknown. Answers the exit code.
 */
export async function preflight(options: PreflightOptions): Promise<number> {
  const { planFile, terminal, state, json, keep } = options;
  const loaded = await loadPlan(planFile);
  const progress = new Progress(terminal);
  const sandbox = await openSandbox({ loaded, state, progress }).catch((error: unknown) => {
    progress.end();
    throw error;
  });
  try {
    progress.phase(
      'asking every gate; a call that has no answer in six seconds, or a probe in twenty, is unknown',
    );
    const result = await lookAtGates(loaded, sandbox, state);
    const problem = keep ? await keepResult(loaded, result, { sandbox, state }) : null;
    progress.end();
    if (problem !== null) terminal.err.write(problem);
    terminal.out.write(json ? `${JSON.stringify(result, null, 2)}\n` : preflightText(result));
    return CODES[result.result];
  } finally {
    await sandbox.release();
    progress.end();
  }
}

async function lookAtGates(
  loaded: LoadedPlan,
  sandbox: OpenSandbox,
  state: StateDirectory,
): Promise<PreflightResult> {
  const clock = makeSystemClock();
  const { plan } = loaded;
  const sha256 = planSha256(loaded);
  const { caFile } = await sandbox.status();
  const facts = await gatherPreflightFacts({
    plan,
    sha256,
    ground: sandbox,
    state,
    ca: await readFile(caFile, 'utf8'),
    now: () => clock.now(),
  });
  const gates = [...groundGates(plan.name, sandbox), ...preflightGates(facts)];
  return {
    schemaVersion: SCHEMA_VERSION,
    kind: 'preflight',
    plan: plan.name,
    planSha256: sha256,
    at: formatInstant(clock.now()),
    result: worstOf(gates),
    gates: [...gates],
    notAsked: [...NOT_ASKED],
  };
}

/** A sandbox that was made for the look says that the plan is sound, and nothing of what serves. */
function groundGates(plan: string, { standing }: OpenSandbox): readonly Gate[] {
  if (standing) return [];
  return [
    unasked('what serves', plan, {
      why: 'no sandbox stands here, and this one was made for the look',
      limit: 'a look at what is to be failed over',
      remedy: 'name its state directory (MUSTER_STATE_DIR), or start it with `npx muster sandbox up`',
    }),
  ];
}

interface Places {
  readonly sandbox: OpenSandbox;
  readonly state: StateDirectory;
}

/**
 * An object of its own, which nothing changes any more: a series of them says since when something is wrong. The runbook
 * beside it is brought up to the plan, since nobody may drill for a while after a change; why it could not be is answered.
 */
async function keepResult(
  loaded: LoadedPlan,
  result: PreflightResult,
  { sandbox, state }: Places,
): Promise<string | null> {
  const key = preflightKeys.result(result);
  const text = JSON.stringify(result);
  await directoryObjects(state.kept).put(key, text, { absent: true });
  const site = accessSite(sandbox, loaded.plan.sites.recovery);
  try {
    await site.objects.put(key, text, { absent: true });
    return await runbookProblem(site.objects, loaded);
  } finally {
    site.close();
  }
}
