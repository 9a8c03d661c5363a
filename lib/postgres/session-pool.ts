import type { Client } from 'pg';
import type { SessionTarget } from '../ports/session-target.ts';
import { type ConnectPorts, connect } from './connect.ts';
import { withLimit } from './with-limit.ts';

/** SQLSTATE 57P01, admin_shutdown: the server itself says that it ends this session. */
const ENDED_BY_SERVER = '57P01';
const CONNECT_LIMIT_MS = 2_000;
const TRUSTED_MS = 1_000;
const VALIDATE_LIMIT_MS = 1_000;

export interface KeptSession {
  readonly client: Client;
  /** What ended the session while nothing was asked of it; null when nothing did. */
  readonly failure: () => Error | null;
  /** What the server itself said when it ended the session; null where it said nothing of the kind. */
  readonly endedByServer: () => string | null;
}

interface Kept extends KeptSession {
  usedAt: number;
}

/** Operators' sessions that stay open between steps, one a target; one idle for over a second is tried before use. */
export class SessionPool {
  readonly #ports: ConnectPorts;
  readonly #monotonicMs: () => number;
  readonly #kept = new Map<string, Kept>();

  constructor(ports: ConnectPorts, monotonicMs: () => number) {
    this.#ports = ports;
    this.#monotonicMs = monotonicMs;
  }

  /** Runs `use` on the target's session. A session on which it fails is given up. */
  async with<T>(target: SessionTarget, use: (client: Client) => Promise<T>): Promise<T> {
    const key = keyOf(target);
    const kept = (await this.#usable(key)) ?? (await this.#open(key, target));
    try {
      const result = await use(kept.client);
      kept.usedAt = this.#monotonicMs();
      // Opened at the same time as another one that is kept now: one session a target.
      if (this.#kept.get(key) !== kept) this.#giveUp(key, kept);
      return result;
    } catch (error) {
      this.#giveUp(key, kept);
      throw error;
    }
  }

  /** The session that is open on a target, as it is: neither tried nor opened anew. */
  kept(target: SessionTarget): KeptSession | null {
    return this.#kept.get(keyOf(target)) ?? null;
  }

  async #usable(key: string): Promise<Kept | null> {
    const kept = this.#kept.get(key);
    if (!kept) return null;
    if (kept.failure() !== null) {
      this.#giveUp(key, kept);
      return null;
    }
    if (this.#monotonicMs() - kept.usedAt <= TRUSTED_MS) return kept;
    try {
      await withLimit(kept.client.query('select 1'), VALIDATE_LIMIT_MS);
      return kept;
    } catch {
      this.#giveUp(key, kept);
      return null;
    }
  }

  async #open(key: string, target: SessionTarget): Promise<Kept> {
    const client = await connect(this.#ports, target, { limitMs: CONNECT_LIMIT_MS });
    let failure: Error | null = null;
    let ended: string | null = null;
    const listen = (said: { readonly message?: string | undefined }) => {
      if (isEnding(said)) ended ??= said.message ?? 'it was ended';
    };
    client.on('error', (error: Error) => {
      failure ??= error;
      listen(error);
    });
    // A server that shuts down at once says so in a warning, and not in an error.
    client.on('notice', listen);
    const kept: Kept = {
      client,
      usedAt: this.#monotonicMs(),
      failure: () => failure,
      endedByServer: () => ended,
    };
    this.#kept.set(key, kept);
    return kept;
  }

  #giveUp(key: string, kept: Kept): void {
    if (this.#kept.get(key) === kept) this.#kept.delete(key);
    kept.client.connection.stream.destroy();
  }
}

/** Whether a server says by this that it ends the session. */
export function isEnding(said: unknown): boolean {
  return typeof said === 'object' && said !== null && 'code' in said && said.code === ENDED_BY_SERVER;
}

function keyOf({ host, port, database, secret }: SessionTarget): string {
  return `${host}:${port}/${database}/${secret}`;
}
