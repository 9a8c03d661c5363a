import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import * as z from 'zod';
import { Attempt } from '../../lib/domain/ledger/attempt.ts';
import { parseInstant } from '../../lib/domain/instant.ts';
import type { Judgement } from '../../lib/domain/run/judgement.ts';
import type { SandboxStatus } from '../../lib/sandbox/sandbox-status.ts';

export interface Witnesses {
  readonly stateDir: string;
  readonly status: Pick<SandboxStatus, 'frontDoor' | 'caFile'>;
  readonly judgement: Judgement;
  /** Text of the run's ledger.ndjson. */
  readonly ledger: string;
}

const TruthLine = z.looseObject({ event: z.string(), at: z.string() });

/** Where a verdict says "met" and what really happened does not support it, one line each. */
export async function unsupported(
  { stateDir, status, judgement, ledger }: Witnesses,
  countLost = lostRows,
): Promise<string[]> {
  const { verdicts, rpo } = judgement;
  const [outside, lost] = await Promise.all([
    betterThanTruth(stateDir, judgement),
    countLost(status, judgement.run, ledger),
  ]);
  return [
    ...(verdicts.rto === 'met' && outside ? [outside] : []),
    ...(verdicts.rpo === 'met' && lost === null ? ['rpo is met and no client can read the rows'] : []),
    ...(verdicts.rpo === 'met' && lost !== null && lost !== rpo?.heartbeats.lost
      ? [`rpo is met with ${rpo?.heartbeats.lost} lost; a client counts ${lost}`]
      : []),
    ...(verdicts.overall === 'met' && status.frontDoor.activeSite !== 'ireland'
      ? ['met without a switch']
      : []),
  ];
}

/**
 * The outage is never said to have begun after the processes of the region were killed. That it began before, as on a
 * machine that stalls, makes a measured time longer, and the drill inconclusive: then it may not be met.
 */
async function betterThanTruth(
  stateDir: string,
  { disruption, verdicts }: Judgement,
): Promise<string | null> {
  const text = await readFile(join(stateDir, 'truth.ndjson'), 'utf8').catch(() => '');
  const lines = text.trim().split('\n').filter(Boolean);
  const killed = lines
    .map((line) => TruthLine.parse(JSON.parse(line)))
    .find(({ event }) => event === 'kill-requested');
  if (!killed || !disruption) return 'rto is met without a loss';
  const at = parseInstant(killed.at);
  const isNotAfter = parseInstant(disruption.from) <= at;
  const within = isNotAfter && (verdicts.overall !== 'met' || at <= parseInstant(disruption.to));
  return within ? null : `killed at ${killed.at}, outside of ${disruption.from} to ${disruption.to}`;
}

/** Acknowledged heartbeats that a client does not find at the site that is active now; null when it cannot look. */
async function lostRows(status: Witnesses['status'], run: string, ledger: string): Promise<number | null> {
  const { host, port, database, user, passwordFile } = status.frontDoor;
  const [password, ca] = await Promise.all([readFile(passwordFile, 'utf8'), readFile(status.caFile, 'utf8')]);
  const client = new Client({
    host,
    port,
    database,
    user,
    password: password.trim(),
    ssl: { ca },
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ key: string }>(
      "select segment || '/' || seq as key from muster.heartbeat where run = $1 and writer = 'heartbeat'",
      [run],
    );
    const there = new Set(rows.map(({ key }) => key));
    return acknowledged(ledger).filter((key) => !there.has(key)).length;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function acknowledged(ledger: string): readonly string[] {
  const lines = ledger.trim().split('\n').filter(Boolean);
  const attempts = lines.map((line) => Attempt.parse(JSON.parse(line)));
  return attempts
    .filter(({ outcome }) => outcome === 'acknowledged')
    .map(({ segment, seq }) => `${segment}/${seq}`);
}
