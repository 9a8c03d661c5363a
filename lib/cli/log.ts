import { join } from 'node:path';
import { accessSigner } from '../aws/signer-access.ts';
import type { Instant } from '../domain/instant.ts';
import { loggedHolds } from '../domain/log/logged-holds.ts';
import { loggedRuns } from '../domain/log/logged-runs.ts';
import { logOrigin } from '../domain/log/log-origin.ts';
import { logText } from '../domain/log/log-text.ts';
import type { LogEntry } from '../domain/log/log-entry.ts';
import { checkedLog } from '../evidence/checked-log.ts';
import { makeLogReader } from '../evidence/read-log.ts';
import type { Objects } from '../ports/objects.ts';
import type { Signer } from '../ports/signer.ts';
import { EXIT } from './exit-code.ts';
import { loadPlan } from './load-plan.ts';
import { loggedJson, loggedText } from './logged-text.ts';
import { PLAN_FILE } from './open-sandbox.ts';
import { withPlanAccess } from './plan-access.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { makeVerify, sha256Bytes } from './trusted-keys.ts';
import { UsageError } from './usage-error.ts';
import { writeNewFiles } from './write-new-files.ts';

export interface LogOptions {
  readonly json: boolean;
  /** Where the leaves go; a checkpoint goes beside them. */
  readonly export?: string | undefined;
  readonly terminal: Pick<Terminal, 'out'>;
}

interface LogCommand extends LogOptions {
  /** A plan of the standing sandbox; the one that it was started with where none is named. */
  readonly plan?: string | undefined;
  readonly state: StateDirectory;
}

/** Where a log lies, and whose key it has to be signed with. */
export interface LogPlace {
  readonly objects: Objects;
  readonly origin: string;
  readonly signer: Pick<Signer, 'key'>;
  readonly now: Instant;
}

/** `muster log`: what the log of a plan's recovery site says of all runs. Exit code 1 when a run is hidden. */
export async function log({ plan: file, state, ...options }: LogCommand): Promise<number> {
  const sandbox = await standingSandbox(state);
  const { plan } = await loadPlan(file ?? join(state.sandbox, PLAN_FILE));
  const { recovery: site } = plan.sites;
  return withPlanAccess(sandbox, plan, async ({ recovery: { objects }, now }) => {
    const signer = accessSigner(sandbox, site.region);
    try {
      return await showLog({ objects, origin: logOrigin(site), signer, now: now() }, options);
    } finally {
      signer.close();
    }
  });
}

/** @throws LogBroken when it is not what was appended; UsageError when it cannot be exported to that place */
export async function showLog(place: LogPlace, options: LogOptions): Promise<number> {
  const { objects, origin, signer, now } = place;
  const key = await signer.key();
  const reader = makeLogReader({ objects, sha256: sha256Bytes, origin });
  const entries = await checkedLog({ reader, key, sha256: sha256Bytes, verify: makeVerify() });
  const leaves = entries.map(({ leaf }) => leaf);
  const runs = loggedRuns(leaves, now);
  const keys = leaves.filter((leaf) => leaf.type === 'key');
  const holds = loggedHolds(leaves);
  const exported = options.export === undefined ? [] : await exportLog(entries, options.export);
  const doubted = entries.filter(({ standing }) => standing !== 'held' && standing !== 'unknown');
  const newest = entries.at(-1) ?? null;
  const seen = { origin, signedBy: key.keyId, newest, runs, keys, holds, doubted, exported };
  options.terminal.out.write(options.json ? loggedJson(seen) : loggedText(seen));
  return runs.some(({ state }) => state === 'hidden') ? EXIT.missed : EXIT.met;
}

/** What `muster verify --log` and `--since` read. */
async function exportLog(entries: readonly LogEntry[], path: string): Promise<readonly string[]> {
  const newest = entries.at(-1);
  if (!newest) throw new UsageError(`--export ${path}: the log is empty, so there is nothing to export`);
  const files = [
    { path, text: logText(entries) },
    { path: `${path}.checkpoint`, text: newest.note },
  ];
  await writeNewFiles(files, 'name another file with --export');
  return files.map((file) => file.path);
}
