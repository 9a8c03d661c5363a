import type { Client } from 'pg';
import type { SessionTarget } from '../ports/database-sessions.ts';
import { type ConnectPorts, connect } from './connect.ts';
import { withLimit } from './with-limit.ts';

const CONNECT_LIMIT_MS = 2_000;
const TRUSTED_MS = 1_000;
const VALIDATE_LIMIT_MS = 1_000;

interface Kept {
  readonly client: Client;
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
    const key = `${target.host}:${target.port}/${target.database}/${target.secret}`;
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

  async #usable(key: string): Promise<Kept | null> {
    const kept = this.#kept.get(key);
    if (!kept) return null;
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
    const kept: Kept = { client, usedAt: this.#monotonicMs() };
    this.#kept.set(key, kept);
    return kept;
  }

  #giveUp(key: string, kept: Kept): void {
    if (this.#kept.get(key) === kept) this.#kept.delete(key);
    kept.client.connection.stream.destroy();
  }
}
