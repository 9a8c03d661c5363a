import type { Instant } from '../../lib/domain/instant.ts';
import { formatInstant } from '../../lib/domain/instant.ts';
import type { Attempt } from '../../lib/domain/ledger/attempt.ts';
import type { HeartbeatInput } from '../../lib/domain/run/heartbeat-input.ts';
import { attemptLine, type Ending } from '../../lib/heartbeat/attempt-line.ts';
import type { ModelInstance, ModelWorld } from './model-world.ts';
import { behindFrontDoor, receptionOf } from './serving.ts';

type WriterInput = Extract<HeartbeatInput, { role: 'ledger' | 'stale' }>;
type Emit = (line: Attempt, seen: { readonly at: Instant; readonly good: boolean }) => void;

interface Session {
  readonly instance: ModelInstance;
  readonly number: number;
}

/**
 * A writer as lib/heartbeat's is seen from outside: an attempt a tick on one connection, and an opening a tick while
 * there is none. What is silent is given up after the attempt's time-out.
 */
export class ModelWriter {
  readonly #world: ModelWorld;
  readonly #input: WriterInput;
  readonly #emit: Emit;
  readonly #underWay = new Set<Promise<void>>();
  #session: Session | null = null;
  #busy = false;
  #connections = 0;
  #nextSeq = 0;
  /** When the latest opening began that led nowhere. */
  #vain: Instant | null = null;

  constructor(world: ModelWorld, input: WriterInput, emit: Emit) {
    this.#world = world;
    this.#input = input;
    this.#emit = emit;
  }

  tick(): void {
    if (this.#busy) return;
    const attempt = this.#session ? this.#write(this.#session) : this.#open();
    this.#underWay.add(attempt);
    void attempt.finally(() => this.#underWay.delete(attempt));
  }

  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  async #write(session: Session): Promise<void> {
    const { instance, number } = session;
    const from = this.#from();
    const moment = this.#begin();
    const common = { connection: number, server: serverOf(instance) };
    const reception = receptionOf(this.#world, instance, from);
    if (reception === 'writable') {
      this.#commit(instance, moment);
      return this.#end(moment, { ...common, outcome: 'acknowledged' });
    }
    this.#session = null;
    if (reception === 'refused')
      return this.#end(moment, {
        ...common,
        outcome: 'failed',
        error: 'terminating connection due to administrator command',
      });
    this.#busy = true;
    await this.#world.clock.sleep(this.#timeoutMs());
    this.#busy = false;
    this.#end(moment, { ...common, outcome: 'in-doubt', error: 'no answer in time' });
  }

  async #open(): Promise<void> {
    const instance = this.#target();
    const moment = this.#begin();
    const connection = this.#connections;
    this.#connections += 1;
    const reception = receptionOf(this.#world, instance, this.#from());
    if (instance && reception === 'writable') {
      const failedBefore = this.#vain === null ? null : formatInstant(this.#vain);
      this.#session = { instance, number: connection };
      this.#commit(instance, moment);
      const opening = { began: formatInstant(moment.sent), failedBefore };
      return this.#end(moment, { connection, server: serverOf(instance), outcome: 'acknowledged', opening });
    }
    this.#vain = moment.sent;
    if (reception === 'silent') await this.#world.clock.sleep(this.#timeoutMs());
    this.#end(moment, { connection, server: null, outcome: 'failed', error: reception });
  }

  /** The stale writer never learns of a switch. */
  #target(): ModelInstance | null {
    if (this.#input.role === 'ledger') return behindFrontDoor(this.#world, this.#input.source);
    const { host } = this.#input.target;
    return this.#world.instances.find((instance) => instance.host === host) ?? null;
  }

  #from(): 'outside' | 'inside' {
    return this.#input.role === 'ledger' ? 'outside' : 'inside';
  }

  #timeoutMs(): number {
    return this.#input.heartbeat.attemptTimeoutSeconds * 1000;
  }

  #begin() {
    const moment = { seq: this.#nextSeq, sent: this.#world.clock.now() };
    this.#nextSeq += 1;
    return moment;
  }

  #commit(instance: ModelInstance, { seq, sent }: { seq: number; sent: Instant }): void {
    const { role, run } = this.#input;
    const of = (this.#input.role === 'stale' ? this.#input.rowsOf : undefined) ?? run;
    const writer = role === 'ledger' ? 'heartbeat' : 'stale';
    instance.rows.push({ run: of, writer, segment: 0, seq, sent, at: sent });
  }

  #end({ seq, sent }: { seq: number; sent: Instant }, ending: Ending): void {
    const { clock } = this.#world;
    const ns = clock.monotonicNs();
    const at = clock.now();
    const moments = { sent: { at: sent, ns: ns - BigInt(at - sent) * 1000n }, answered: { at, ns } };
    const line = attemptLine({ database: this.#input.source, segment: 0, seq, ...moments }, ending);
    this.#emit(line, { at, good: ending.outcome === 'acknowledged' });
  }
}

export function serverOf({ host }: ModelInstance): string {
  return `${host}:5432`;
}
