import * as z from 'zod';
import { handlerLimits } from '../../lib/deployment/handler-limits.ts';
import { HANDLER_LIMIT_SECONDS } from '../../lib/domain/run/run-parts.ts';
import type { Handlers } from '../../lib/ports/handlers.ts';
import type { TaskDelivery } from '../../lib/sandbox/states/asl/cursor.ts';
import type { Invocation as Answer, Invoke } from '../../lib/sandbox/states/asl/execution-scope.ts';
import { StateFailure } from '../../lib/sandbox/states/asl/state-failure.ts';
import type { Call, Caller } from './caller.ts';
import { type Environment, makeEnvironment, type Spoil } from './environment.ts';
import { type Invocation, never } from './invocation.ts';
import type { ModelStates } from './model-states.ts';
import { stepOf } from './model-steps.ts';
import type { ModelWorld } from './model-world.ts';
import { isHit, type Strike, STRIKES_AT_MOST } from './strike.ts';
import { FunctionEnded, strikeCall, strikeFunction, type Struck } from './strikes.ts';

const Event = z.object({ state: z.string(), executionArn: z.string(), run: z.object({ run: z.string() }) });
const Outcome = z.object({ outcome: z.unknown() });
const LIMITS = handlerLimits();

/** Told that a state is about to call something. */
export type Called = (state: string, call: Call) => void;

interface LambdaParts {
  readonly world: ModelWorld;
  readonly states: () => ModelStates;
  /** What strikes the first execution, if anything does. */
  readonly strike: Strike | null;
  readonly called: Called;
  readonly spoil: Spoil;
}

interface Delivery {
  readonly name: string;
  readonly payload: unknown;
  readonly strike: Strike | null;
}

/**
 * The functions of a failover: each invocation runs its step in a process that serves nothing else meanwhile, for as
 * long as the deployment's limit allows, whatever the workflow that called it has given up by then.
 */
export class ModelLambda {
  readonly #parts: LambdaParts;
  readonly #idle = new Map<string, Environment[]>();
  readonly #warmed = new Set<string>();
  readonly #underWay = new Map<Invocation, Struck['end']>();
  #mended = false;
  #hits = 0;
  #struckArn: string | null = null;

  constructor(parts: LambdaParts) {
    this.#parts = parts;
  }

  /** As the interpreter calls functions. */
  readonly invoke: Invoke = async (task) => {
    const name = task.functionName.slice(task.functionName.lastIndexOf(':') + 1);
    try {
      return succeeded(await this.#deliver({ name, payload: task.payload, strike: this.#strikeOn(task) }));
    } catch (error) {
      if (error instanceof StateFailure) throw error;
      return failed(error);
    }
  };

  /** As a step calls other functions, dry: in earnest once, so that warming costs the model no time. */
  readonly handlers = (caller: Caller): Handlers => ({
    invoke: async (name, event) => {
      await caller.call(
        { what: 'handlers.invoke', subject: name, region: null, isInstant: true },
        () => null,
      );
      if (this.#warmed.has(name)) return null;
      this.#warmed.add(name);
      return this.#deliver({ name, payload: event, strike: null });
    },
  });

  /** How often the strike has struck: never where no execution has come to its point. */
  get hits(): number {
    return this.#hits;
  }

  /** Every process that serves a call dies; what it has sent may still arrive. */
  crash(): void {
    for (const [invocation, end] of this.#underWay) {
      invocation.dead = true;
      end(new FunctionEnded('Runtime.ExitError'));
    }
  }

  /** Somebody has mended what strikes. */
  mend(): void {
    this.#mended = true;
  }

  #strikeOn({ payload }: TaskDelivery): Strike | null {
    const { strike } = this.#parts;
    if (!strike || this.#mended) return null;
    const { state, executionArn } = Event.parse(payload);
    if (strike.state !== state) return null;
    this.#struckArn ??= executionArn;
    if (this.#struckArn !== executionArn) return null;
    // A delivery that failed by itself before it came to the point has not been struck: the next one is.
    return this.#hits < STRIKES_AT_MOST[strike.fault] ? strike : null;
  }

  async #deliver(delivery: Delivery): Promise<unknown> {
    const { world } = this.#parts;
    const idle = this.#idle.get(delivery.name) ?? [];
    this.#idle.set(delivery.name, idle);
    const surroundings = {
      world,
      states: this.#parts.states(),
      handlers: this.handlers,
      spoil: this.#parts.spoil,
    };
    const environment = idle.pop() ?? makeEnvironment(surroundings);
    const gone = Promise.withResolvers<never>();
    const invocation = this.#begin(delivery, gone.reject);
    environment.serves = invocation;
    this.#underWay.set(invocation, gone.reject);
    void world.clock
      .sleep(invocation.limitSeconds * 1000)
      .then(() => gone.reject(new FunctionEnded('Sandbox.Timedout')));
    try {
      const result = await Promise.race([this.#work(delivery, invocation, environment), gone.promise]);
      this.#note(invocation, result);
      return result;
    } catch (error) {
      if (error instanceof FunctionEnded) invocation.dead = true;
      throw error;
    } finally {
      this.#underWay.delete(invocation);
      if (!invocation.dead) {
        environment.serves = null;
        idle.push(environment);
      }
    }
  }

  #note({ by: { run, state } }: Invocation, result: unknown): void {
    const { outcome } = Outcome.safeParse(result).data ?? {};
    if (outcome) this.#parts.world.outcomes.set(`${run}/${state}`, outcome);
  }

  #begin(delivery: Delivery, end: Struck['end']): StruckInvocation {
    const { state, executionArn, run } = Event.parse(delivery.payload);
    const { strike } = delivery;
    const { clock } = this.#parts.world;
    const again = () => this.#deliver({ ...delivery, strike: null });
    const invocation: StruckInvocation = {
      by: { run: run.run, executionArn, state },
      startedAt: clock.now(),
      limitSeconds: LIMITS.get(delivery.name) ?? HANDLER_LIMIT_SECONDS,
      dead: false,
      isHit: false,
      atCall: async (call, when) => {
        if (when === 'before') this.#parts.called(state, call);
        if (!strike || invocation.isHit || !isHit(strike, call, when)) return;
        invocation.isHit = true;
        this.#hits += 1;
        await strikeCall(strike.fault, invocation.struck, { what: call.what, when });
      },
      get struck() {
        return { clock, invocation, again, end };
      },
    };
    return invocation;
  }

  async #work(
    { name, payload, strike }: Delivery,
    invocation: StruckInvocation,
    { ports }: Environment,
  ): Promise<unknown> {
    if (strike?.point === 'before the call') await this.#strike(strike, invocation, 'start');
    const result = await stepOf(name, ports)(payload);
    if (invocation.dead) return never();
    // A step that made no call is struck when it is through.
    const isDue = strike !== null && strike.point !== 'before the call' && !invocation.isHit;
    if (isDue) await this.#strike(strike, invocation, 'end');
    return result;
  }

  async #strike({ fault }: Strike, { struck }: StruckInvocation, when: 'start' | 'end'): Promise<void> {
    this.#hits += 1;
    await strikeFunction(fault, struck, when);
  }
}

interface StruckInvocation extends Invocation {
  isHit: boolean;
  readonly struck: Struck;
}

function succeeded(result: unknown): Answer {
  return { statusCode: 200, functionError: null, payload: JSON.stringify(result ?? null) };
}

function failed(error: unknown): Answer {
  const errorType = error instanceof Error ? error.name : 'Error';
  const errorMessage = error instanceof Error ? error.message : String(error);
  return {
    statusCode: 200,
    functionError: 'Unhandled',
    payload: JSON.stringify({ errorType, errorMessage, trace: [] }),
  };
}
