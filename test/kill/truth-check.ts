import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import * as z from 'zod';
import { Attempt } from '../../lib/domain/ledger/attempt.ts';
import { parseInstant, secondsBetween } from '../../lib/domain/instant.ts';
import type { FailoverJudgement } from '../../lib/domain/run/failover-judgement.ts';
import type { SandboxStatus } from '../../lib/sandbox/sandbox-status.ts';

export interface Witnesses {
  readonly stateDir: string;
  readonly status: Pick<SandboxStatus, 'frontDoor' | 'caFile'>;
  readonly judgement: FailoverJudgement;
  /** Text of the run's ledger.ndjson. */
  readonly ledger: string;
}

const TruthLine = z.looseObject({
  event: z.string(),
  at: z.string(),
  kind: z.string().optional(),
  door: z.string().optional(),
});

/** How many acknowledged heartbeats of a run are lost, as a client counts them; null when it cannot. */
export type CountLost = (status: Witnesses['status'], run: string, ledger: string) => Promise<number | null>;

/** Where a judgement says what really happened does not support, one line each. */
export async function unsupported(
  { stateDir, status, judgement, ledger }: Witnesses,
  countLost: CountLost = lostRows,
): Promise<string[]> {
  const { verdicts } = judgement;
  const [truth, counted] = await Promise.all([
    truthOf(stateDir, status.frontDoor.name),
    countLost(status, judgement.run, ledger),
  ]);
  return [
    ...unsupportedRto(judgement, truth),
    ...unsupportedRpo(judgement, counted),
    ...(verdicts.overall === 'met' && status.frontDoor.activeSite !== 'ireland'
      ? ['met without a switch']
      : []),
  ];
}

interface OutageTruth {
  /** When the processes of the region were killed; null when they never were. */
  readonly killedAt: string | null;
  /** When the database's door began to lead clients to another site; null when it never did. */
  readonly ledAt: string | null;
}

async function truthOf(stateDir: string, door: string): Promise<OutageTruth> {
  const text = await readFile(join(stateDir, 'truth.ndjson'), 'utf8').catch(() => '');
  const lines = text
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => TruthLine.parse(JSON.parse(line)));
  const killed = lines.find(({ event }) => event === 'kill-requested');
  const isItsSwitch = (line: z.infer<typeof TruthLine>) =>
    line.event === 'door-switched' && line.kind === 'database' && line.door === door;
  const led = lines.find(isItsSwitch);
  return { killedAt: killed?.at ?? null, ledAt: led?.at ?? null };
}

/**
 * Whatever the verdict: an outage that was measured was one, it is never said to have begun after the processes of the
 * region were killed, and it lasted for longer than until the door led the first client to the other site. That it is
 * said to have begun before the kill, as on a machine that stalls, makes a measured time longer, and the drill
 * inconclusive: then it may not be met.
 */
function unsupportedRto(judgement: FailoverJudgement, { killedAt, ledAt }: OutageTruth): readonly string[] {
  const { verdicts, rto, disruption } = judgement;
  if (!rto) return verdicts.rto === 'met' ? ['rto is met without a measurement'] : [];
  if (!killedAt || !disruption) return [`rto is ${verdicts.rto} without a loss`];
  if (!ledAt) return [`rto is ${verdicts.rto} without a client that was led to another site`];
  const killed = parseInstant(killedAt);
  const isNotAfter = parseInstant(disruption.from) <= killed;
  const isHeld = isNotAfter && (verdicts.overall !== 'met' || killed <= parseInstant(disruption.to));
  const trueSeconds = secondsBetween(killed, parseInstant(ledAt));
  const reported = Math.min(rto.seconds, rto.highSeconds);
  return [
    ...(isHeld ? [] : [`killed at ${killedAt}, outside of ${disruption.from} to ${disruption.to}`]),
    ...(reported > trueSeconds
      ? []
      : [`rto is ${verdicts.rto} with at most ${reported} s; nobody was led elsewhere for ${trueSeconds} s`]),
  ];
}

/** A verdict that is for certain, good or bad, rests on a number of rows that a client counts too. */
function unsupportedRpo(
  { verdicts, databases }: FailoverJudgement,
  counted: number | null,
): readonly string[] {
  if (verdicts.rpo === 'inconclusive') return [];
  if (counted === null) return [`rpo is ${verdicts.rpo} and no client can read the rows`];
  const reported = databases.reduce((sum, { heartbeats }) => sum + heartbeats.lost, 0);
  return reported === counted
    ? []
    : [`rpo is ${verdicts.rpo} with ${reported} lost; a client counts ${counted}`];
}

/** Acknowledged heartbeats that a client does not find at the site that is active now; null when it cannot look. */
export async function lostRows(
  status: Witnesses['status'],
  run: string,
  ledger: string,
): Promise<number | null> {
  const there = await rowsThere(status, run);
  return there && lostOf(ledger, there);
}

/** Acknowledged heartbeats that are not among the rows. */
export function lostOf(ledger: string, there: ReadonlySet<string>): number {
  return acknowledged(ledger).filter((key) => !there.has(key)).length;
}

/** The heartbeats that a client finds at the site that is active now; null when it cannot look. */
export async function rowsThere(
  status: Witnesses['status'],
  run: string,
): Promise<ReadonlySet<string> | null> {
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
    return new Set(rows.map(({ key }) => key));
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
