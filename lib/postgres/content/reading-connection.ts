import { type Client, DatabaseError } from 'pg';
import * as z from 'zod';
import type { ContentCost, Unread } from '../../domain/content/contents.ts';
import type { ContentLimits } from '../../ports/table-contents.ts';
import type { SessionTarget } from '../../ports/session-target.ts';
import { type ConnectPorts, connect } from '../connect.ts';
import { contentSettings } from './content-settings.ts';

/** Several statements at once are answered by a result each. */
const Result = z.object({ rows: z.array(z.unknown()) });
const Results = z.union([Result.transform((one) => [one]), z.array(Result)]);

/** recovery conflict, deadlock with recovery, lock not granted in time, cancelled (by the time-out). */
const WORTH_ANOTHER_TRY = new Set(['40001', '40P01', '55P03', '57014']);

/** One session that only reads, opened anew when the server has ended it, and what it has cost. */
export class ReadingConnection {
  readonly #ports: ConnectPorts;
  readonly #target: SessionTarget;
  readonly #limits: ContentLimits;
  #client: Client | null = null;
  #cost: ContentCost = { statements: 0, rows: 0, busyMs: 0 };

  constructor(ports: ConnectPorts, target: SessionTarget, limits: ContentLimits) {
    this.#ports = ports;
    this.#target = target;
    this.#limits = limits;
  }

  get cost(): ContentCost {
    return this.#cost;
  }

  countRows(rows: number): void {
    this.#cost = { ...this.#cost, rows: this.#cost.rows + rows };
  }

  /** Rows of all statements of a text. @throws what the server says, or how the connection broke. */
  async ask(sql: string): Promise<readonly unknown[]> {
    const client = await this.#open();
    const began = performance.now();
    try {
      const answer: unknown = await client.query(sql);
      return Results.parse(answer).flatMap(({ rows }) => rows);
    } catch (error) {
      if (error instanceof DatabaseError && error.severity === 'ERROR') await leaveTransaction(client);
      else this.close();
      throw error;
    } finally {
      const { statements, rows, busyMs } = this.#cost;
      this.#cost = { statements: statements + 1, rows, busyMs: busyMs + performance.now() - began };
    }
  }

  close(): void {
    this.#client?.connection.stream.destroy();
    this.#client = null;
  }

  async #open(): Promise<Client> {
    if (this.#client) return this.#client;
    const { openMs, statementMs } = this.#limits;
    const client = await connect(this.#ports, this.#target, { limitMs: openMs });
    this.#client = client;
    await client.query(contentSettings(statementMs));
    return client;
  }
}

/** What the server said, as a value. @throws the error when it is not the server that said it. */
export function asUnread(error: unknown): Unread {
  if (!(error instanceof DatabaseError)) throw error;
  const ended = error.severity !== 'ERROR';
  return { unread: error.message, again: ended || WORTH_ANOTHER_TRY.has(error.code ?? '') };
}

async function leaveTransaction(client: Client): Promise<void> {
  await client.query('rollback').catch(() => undefined);
}
