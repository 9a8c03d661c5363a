import * as fc from 'fast-check';
import { type Command, commands, type Done, NOTHING_DONE } from './command.ts';
import { breachesOf } from './come-to-rest.ts';
import { openSystem } from './system.ts';
import type { Engine, ModelOptions } from '../model-aws.ts';

const WORDS = [
  'approve',
  'approve',
  'approve',
  'deny',
  'retry',
  'retry',
  'skip',
  'take-over',
  'abort',
] as const;
const PEOPLE = ['Ada', 'Ben', 'Cleo', 'Dora'];
/** In milliseconds, most of them short: what overtakes what. */
const ANSWERS = fc.array(fc.constantFrom(4, 4, 4, 4, 30, 250, 1_500), { minLength: 20, maxLength: 20 });

const which = fc.nat(3);
const ANY_COMMAND: readonly fc.Arbitrary<Command>[] = [
  fc.constant(commands.startDrill()),
  fc.constant(commands.startDrillThatAsks()),
  fc.constant(commands.startReal()),
  fc.constant(commands.startRealDespite()),
  fc
    .tuple(which, fc.constantFrom(...PEOPLE), fc.constantFrom(...WORDS))
    .map((said) => commands.answer(...said)),
  fc.tuple(which, fc.constantFrom(...PEOPLE)).map(([run, by]) => commands.answer(run, by, 'approve')),
  which.map(commands.abort),
  which.map(commands.startAgain),
  which.map(commands.resume),
  which.map(commands.stop),
  fc.constantFrom('orchestrator', 'functions').map(commands.crash),
  fc.constant(commands.sweep()),
  fc.constantFrom(0.01, 0.5, 1, 2, 3, 5, 9, 30).map(commands.tick),
  fc.constantFrom(0.1, 1, 2, 5, 8).map(commands.tick),
  fc.constant(commands.expire()),
  fc.constant(commands.regionDown()),
  fc.constant(commands.regionUp()),
];

/** What happens, in which order what is done at once comes to pass, and how long each call takes. */
export const ANY_PLAY = fc.tuple(
  fc.commands([...ANY_COMMAND], { maxCommands: 24, size: 'max' }),
  fc.scheduler(),
  ANSWERS,
);

type Play = typeof ANY_PLAY extends fc.Arbitrary<infer T> ? T : never;

export interface Played {
  readonly engine: Engine;
  readonly spoil?: NonNullable<ModelOptions['spoil']>;
}

/** @throws Error with what must never be, as soon as it is seen, and with what is not as it must be at rest. */
export async function play({ engine, spoil }: Played, [sequence, scheduler, answers]: Play): Promise<void> {
  let calls = 0;
  const answerMs = () => answers[calls++ % answers.length] ?? 4;
  const system = await openSystem(engine, { scheduler, answerMs, ...(spoil ? { spoil } : {}) });
  const setup = () => ({ model: { ...NOTHING_DONE }, real: system });
  await fc.scheduledModelRun(scheduler, setup, sequence);
  const breaches = await breachesOf(system);
  if (breaches.length > 0) throw new Error(`at rest: ${breaches.join('; ')}`);
}

/** A sequence as it was found, or as somebody thought of it, in the order of its writing. Answers what was wrong. */
export async function playSequence(
  { engine, spoil }: Played,
  sequence: readonly Command[],
): Promise<readonly string[]> {
  const system = await openSystem(engine, spoil ? { spoil } : {});
  const done: Done = { ...NOTHING_DONE };
  for (const command of sequence) {
    if (!command.check(done)) throw new RangeError(`${command.toString()} cannot happen there`);
    await command.run(done, system).catch(() => undefined);
  }
  return breachesOf(system);
}
