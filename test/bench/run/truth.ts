import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { type Instant, parseInstant } from '../../../lib/domain/instant.ts';

const Line = z.looseObject({ event: z.string(), at: z.string(), lsn: z.string().optional() });

/** What the sandbox knows of a loss, and no client can: when it was, how far WAL had come, and how far it crossed. */
export interface Truth {
  readonly lostAt: Instant;
  readonly allDeadAt: Instant;
  readonly receivedLsn: bigint | null;
  readonly onDiskLsn: bigint | null;
}

/** @throws Error when the sandbox wrote nothing of a loss. */
export async function readTruth(directory: string): Promise<Truth> {
  const text = await readFile(join(directory, 'truth.ndjson'), 'utf8');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));
  const last = (event: string) => lines.findLast((line) => line.event === event);
  const lost = last('kill-requested');
  if (!lost) throw new Error(`${directory} holds no truth of a loss`);
  return {
    lostAt: parseInstant(lost.at),
    allDeadAt: parseInstant(last('all-dead')?.at ?? lost.at),
    receivedLsn: lsnOf(last('wal-received')?.lsn),
    onDiskLsn: lsnOf(last('wal-on-disk')?.lsn),
  };
}

/** PostgreSQL writes a position as two hexadecimal halves of 32 bits. */
function lsnOf(text: string | undefined): bigint | null {
  const [high, low] = text?.split('/') ?? [];
  return high && low ? (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`) : null;
}
