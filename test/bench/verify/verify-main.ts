import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type RunsBelow, runsBelow } from '../../../lib/cli/runs-below.ts';
import type { VerifierKnowledge } from '../../../lib/cli/verifier-of.ts';
import { verifyAll } from '../../../lib/cli/verify-all.ts';
import { verifyEach } from '../../../lib/cli/verify-each.ts';
import { bareVerify } from './bare-verify.ts';
import { writeSignedRuns } from './signed-runs.ts';
import type { VerifyMessage, VerifyRound } from './verify-message.ts';

const ROUNDS = 10;
const MIB = 2 ** 20;

/** Rounds over parts of one folder, in a process of its own; each part is read once before it is measured. */
async function run(folder: string, count: number): Promise<readonly VerifyRound[]> {
  const signer = await writeSignedRuns(folder, count);
  const below = await runsBelow(folder);
  if (!below) throw new Error(`${folder} has no runs`);
  const key = createPublicKey(signer.pem);
  const known: VerifierKnowledge = {
    toolVersion: 'none',
    trusted: [signer.own],
    since: [],
    authorities: [],
    logs: [],
    witnesses: [],
    trail: null,
    history: null,
    cosigned: [],
  };
  const size = Math.ceil(below.runs.length / ROUNDS);
  const rounds: VerifyRound[] = [];
  for (let from = 0; from < below.runs.length; from += size) {
    const runs = below.runs.slice(from, from + size);
    const bare = () => inOrder(runs, (directory) => bareVerify(directory, key));
    await bare();
    const bareMs = await timed(bare);
    const verifyMs = await timed(() => verified(known, { runs, others: [] }));
    rounds.push({ bundles: runs.length, bareMs, verifyMs, residentMiB: residentMiB() });
  }
  return rounds;
}

async function verified(known: VerifierKnowledge, below: RunsBelow): Promise<void> {
  const stdout = new Writable({ write: (_chunk, _encoding, done) => done() });
  const code = await verifyAll(verifyEach(known), below, {
    json: true,
    now: 0,
    stdout,
    logs: [],
  });
  if (code !== 0) throw new Error(`what was just signed is not verified: ${code}`);
}

async function inOrder(runs: readonly string[], each: (run: string) => Promise<void>): Promise<void> {
  for (const one of runs) await each(one);
}

async function timed(what: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await what();
  return performance.now() - from;
}

function residentMiB(): number {
  if (!globalThis.gc) throw new Error('this process was not started with --expose-gc');
  globalThis.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  return process.memoryUsage().rss / MIB;
}

const folder = mkdtempSync(join(tmpdir(), 'muster-verify-'));
try {
  const rounds = await run(folder, Number(process.argv[2]));
  process.send?.({ rounds: [...rounds] } satisfies VerifyMessage);
} finally {
  rmSync(folder, { recursive: true });
}
process.disconnect();
