import { FailoverInput } from '../../lib/domain/run/failover-input.ts';
import { makeStep, type StepContext } from '../../lib/steps/step/make-step.ts';
import type { stepEvent } from './step-event.ts';
import type { StepWorld } from './step-world.ts';

/** What `use` answers inside a step. */
export async function inStep<T>(
  world: StepWorld,
  event: ReturnType<typeof stepEvent>,
  use: (context: StepContext<FailoverInput>) => Promise<T>,
): Promise<T> {
  const answers: T[] = [];
  const step = makeStep(world, {
    state: 'SealRecord',
    input: FailoverInput,
    act: async (context) => {
      answers.push(await use(context));
      return { failure: null };
    },
  });
  await world.clock.drive(step(event));
  const [answer] = answers;
  if (answer === undefined) throw new Error('the step did not act');
  return answer;
}
