import type { AsyncCommand } from 'fast-check';
import type { AnswerWord } from '../../../lib/domain/approval/people-request.ts';
import type { FailoverInput } from '../../../lib/domain/run/failover-input.ts';
import { APPROVALS, drillInput, realInput } from '../drill-input.ts';
import { loseRegion, returnRegion } from '../instance-changes.ts';
import { HOME } from '../model-world.ts';
import { WATCH } from '../standing-watch.ts';
import type { System } from './system.ts';

/** What has been done so far, as far as it decides what can be done next. */
export interface Done {
  drills: number;
  reals: number;
  isLost: boolean;
}

export const NOTHING_DONE: Done = { drills: 0, reals: 0, isLost: false };
const MOST_DRILLS = 2;
const MOST_REALS = 2;

/** One thing that happens to the system, with its name as it is written in a kept sequence. */
class Command implements AsyncCommand<Done, System> {
  readonly #name: string;
  readonly #isPossible: (done: Readonly<Done>) => boolean;
  readonly #does: (system: System, done: Done) => Promise<void> | void;

  constructor(
    name: string,
    isPossible: (done: Readonly<Done>) => boolean,
    does: (system: System, done: Done) => Promise<void> | void,
  ) {
    this.#name = name;
    this.#isPossible = isPossible;
    this.#does = does;
  }

  check(done: Readonly<Done>): boolean {
    return this.#isPossible(done);
  }

  async run(done: Done, system: System): Promise<void> {
    await this.#does(system, done);
    const { breaches } = system.aws.world;
    if (breaches.size > 0) throw new Error(`after ${this.#name}: ${[...breaches].join('; ')}`);
  }

  toString(): string {
    return this.#name;
  }
}

export type { Command };

const always = () => true;
const someRun = ({ drills, reals }: Readonly<Done>) => drills + reals > 0;

/** On the run that was started as the so-manieth; there may be fewer. */
function onRun(name: string, which: number, act: (system: System, run: string) => void): Command {
  return new Command(`${name}(${which})`, someRun, (system) => {
    const run = system.runs[which % system.runs.length];
    if (run !== undefined) act(system, run);
  });
}

function startDrill(name: string, more: Partial<FailoverInput> = {}): Command {
  const canStart = ({ drills }: Readonly<Done>) => drills < MOST_DRILLS;
  return new Command(name, canStart, (system, done) => {
    done.drills += 1;
    system.start(drillInput(`drill-${done.drills}`, more));
  });
}

function startReal(name: string, despite: string | null): Command {
  const canStart = ({ reals }: Readonly<Done>) => reals < MOST_REALS;
  return new Command(name, canStart, (system, done) => {
    done.reals += 1;
    const input = realInput(`real-${done.reals}`, { watch: { run: WATCH } });
    const real = input.real && { ...input.real, despite };
    system.start({ ...input, real });
  });
}

/** Everything that may happen, by name. Runs are counted from 0, in the order of their starts. */
export const commands = {
  startDrill: () => startDrill('startDrill()'),
  startDrillThatAsks: () => startDrill('startDrillThatAsks()', { approvals: APPROVALS }),
  startReal: () => startReal('startReal()', null),
  startRealDespite: () => startReal('startRealDespite()', 'users cannot order'),
  answer: (which: number, by: string, word: AnswerWord) =>
    new Command(`answer(${which}, '${by}', '${word}')`, someRun, (system) => {
      const run = system.runs[which % system.runs.length];
      if (run !== undefined) system.answer(run, by, word);
    }),
  abort: (which: number) => onRun('abort', which, ({ abort }, run) => abort(run)),
  startAgain: (which: number) => onRun('startAgain', which, ({ startAgain }, run) => startAgain(run)),
  resume: (which: number) => onRun('resume', which, ({ resume }, run) => resume(run)),
  stop: (which: number) => onRun('stop', which, ({ stop }, run) => stop(run)),
  crash: (what: 'orchestrator' | 'functions') =>
    new Command(`crash('${what}')`, always, ({ aws }) => aws.crash(what)),
  sweep: () => new Command('sweep()', always, ({ sweep }) => sweep()),
  tick: (seconds: number) =>
    new Command(`tick(${seconds})`, always, ({ aws }) => aws.world.clock.pass(seconds)),
  /** Longer than any question is open. */
  expire: () => new Command('expire()', someRun, ({ aws }) => aws.world.clock.pass(620)),
  regionDown: () =>
    new Command(
      'regionDown()',
      ({ isLost }) => !isLost,
      ({ aws }, done) => {
        done.isLost = true;
        loseRegion(aws.world, HOME);
      },
    ),
  regionUp: () =>
    new Command(
      'regionUp()',
      ({ isLost }) => isLost,
      ({ aws: { world } }, done) => {
        done.isLost = false;
        // What an injector holds down stays down until the injector lets go.
        const isHeld = world.experiments.some(({ region, state }) => region === HOME && state === 'running');
        if (!isHeld) returnRegion(world, HOME, { isGated: false });
      },
    ),
} as const;
