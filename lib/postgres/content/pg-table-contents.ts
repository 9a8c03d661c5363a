import * as z from 'zod';
import { type ContentCost, ContentIdentity, SequenceValue } from '../../domain/content/contents.ts';
import type { ContentSession, TableContents } from '../../ports/table-contents.ts';
import type { ConnectPorts } from '../connect.ts';
import { IDENTITY, PUSH, REPLAYED, SEQUENCES, WRITTEN } from './catalog-sql.ts';
import { holdView } from './hold-view.ts';
import { makePgContentView } from './pg-content-view.ts';
import { ReadingConnection } from './reading-connection.ts';

const Written = z.object({ lsn: z.string(), isFlushed: z.boolean() });
const Replayed = z.object({ lsn: z.string() });

/** Reads what PostgreSQL's tables hold, on two sessions of its own: one reads, the other holds a moment. */
export function makePgTableContents(ports: ConnectPorts): TableContents {
  return {
    open: async (target, limits) => {
      const [reading, holder] = [1, 2].map(() => new ReadingConnection(ports, target, limits));
      if (!reading || !holder) throw new Error('two sessions were made');
      const [identity] = await reading.ask(IDENTITY);
      return sessionOn(reading, holder, ContentIdentity.parse(identity).inRecovery);
    },
  };
}

function sessionOn(
  reading: ReadingConnection,
  holder: ReadingConnection,
  inRecovery: boolean,
): ContentSession {
  const position = () => (inRecovery ? replayed(reading) : written(reading));
  return {
    latest: makePgContentView(reading, 'begin isolation level repeatable read read only'),
    hold: () => holdView({ holder, reading, position }),
    identity: async () => ContentIdentity.parse((await reading.ask(IDENTITY))[0]),
    position,
    sequences: async () => z.array(SequenceValue).parse(await reading.ask(SEQUENCES)),
    cost: () => sum(reading.cost, holder.cost),
    close: () => [reading, holder].forEach((one) => one.close()),
  };
}

async function written(connection: ReadingConnection): Promise<string> {
  const { lsn, isFlushed } = Written.parse((await connection.ask(WRITTEN))[0]);
  if (!isFlushed) await connection.ask(PUSH);
  return lsn;
}

async function replayed(connection: ReadingConnection): Promise<string> {
  return Replayed.parse((await connection.ask(REPLAYED))[0]).lsn;
}

function sum(one: ContentCost, other: ContentCost): ContentCost {
  return {
    statements: one.statements + other.statements,
    rows: one.rows + other.rows,
    busyMs: one.busyMs + other.busyMs,
  };
}
