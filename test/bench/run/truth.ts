import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { besideRun } from '../../../lib/cli/run-directory.ts';
import { type Instant, parseInstant } from '../../../lib/domain/instant.ts';

const Line = z.looseObject({ event: z.string(), at: z.string() });
const Lsn = z.string().nullish();
const Received = z.looseObject({ source: z.string(), lsn: Lsn });
const OnDisk = z.looseObject({ instance: z.string(), lsn: Lsn });
const Switched = z.looseObject({ kind: z.enum(['database', 'service']), door: z.string() });

/** How far a primary's WAL had crossed to its replica, and how far it had come on its own disk; null: not known. */
export interface WalTruth {
  readonly receivedLsn: bigint | null;
  readonly onDiskLsn: bigint | null;
}

/** What the sandbox knows of a loss, and no client can: when it was, how far WAL had come, and how far it crossed. */
export interface Truth {
  readonly lostAt: Instant;
  readonly allDeadAt: Instant;
  /** By instance of the old primary: each server counts its WAL by itself. */
  readonly wal: ReadonlyMap<string, WalTruth>;
  /** When a door first led a client to another site after the loss, just before it did: by database and by service. */
  readonly ledElsewhere: Readonly<Record<'database' | 'service', ReadonlyMap<string, Instant>>>;
}

/** @throws Error when the sandbox wrote nothing of a loss. */
export async function readTruth(directory: string): Promise<Truth> {
  const text = await readFile(besideRun(directory, 'truth.ndjson'), 'utf8');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));
  const lost = lines.findLastIndex(({ event }) => event === 'kill-requested');
  const since = lines.slice(Math.max(0, lost));
  const [first] = since;
  if (lost < 0 || !first) throw new Error(`${directory} holds no truth of a loss`);
  return {
    lostAt: parseInstant(first.at),
    allDeadAt: parseInstant(since.findLast(({ event }) => event === 'all-dead')?.at ?? first.at),
    wal: walOf(since),
    ledElsewhere: { database: ledElsewhere(since, 'database'), service: ledElsewhere(since, 'service') },
  };
}

type Line = z.infer<typeof Line>;

function walOf(lines: readonly Line[]): Truth['wal'] {
  const of = <T>(event: string, schema: z.ZodType<T>) =>
    lines.filter((line) => line.event === event).map((line) => schema.parse(line));
  const received = of('wal-received', Received);
  const onDisk = of('wal-on-disk', OnDisk);
  const primaries = new Set(received.map(({ source }) => source));
  return new Map(
    [...primaries].map((primary) => [
      primary,
      {
        receivedLsn: lsnOf(received.findLast(({ source }) => source === primary)?.lsn),
        onDiskLsn: lsnOf(onDisk.findLast(({ instance }) => instance === primary)?.lsn),
      },
    ]),
  );
}

function ledElsewhere(lines: readonly Line[], wanted: 'database' | 'service'): ReadonlyMap<string, Instant> {
  const first = lines
    .filter(({ event }) => event === 'door-switched')
    .map((line) => ({ at: line.at, ...Switched.parse(line) }))
    .filter(({ kind }) => kind === wanted)
    .toReversed();
  return new Map(first.map(({ door, at }) => [door, parseInstant(at)]));
}

/** PostgreSQL writes a position as two hexadecimal halves of 32 bits. */
function lsnOf(text: string | null | undefined): bigint | null {
  const [high, low] = text?.split('/') ?? [];
  return high && low ? (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`) : null;
}
