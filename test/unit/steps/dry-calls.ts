import { expect, it } from 'vitest';
import type { Handlers } from '../../../lib/ports/handlers.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { makeStepWorld, type StepWorld } from '../../fakes/step-world.ts';

type World = Omit<StepWorld, 'handlers'> & { readonly handlers: Handlers };
type MakeStep = (world: World) => (event: unknown) => Promise<unknown>;

/** What holds for a step that calls the handlers of the critical path dry, however often it does. */
export function itMeasuresDryCalls(state: 'LoadHandlers' | 'WarmHandlers', makeStep: MakeStep): void {
  const event = stepEvent(state);

  it('measures how long the last call of each handler took', async () => {
    const world = makeStepWorld();
    const invoke = async (name: string) => {
      await world.clock.sleep(name === 'promote-replica' ? 130 : 250);
      return null;
    };
    const step = makeStep({ ...world, handlers: { invoke } });
    await expect(world.clock.drive(step(event))).resolves.toMatchObject({
      outcome: {
        handlers: [
          { name: 'promote-replica', seconds: 0.13 },
          { name: 'switch-traffic', seconds: 0.25 },
        ],
      },
    });
  });

  it('fails with the failure of a handler that cannot get ready, before anything is disrupted', async () => {
    const world = makeStepWorld();
    const failure = new Error('switch-traffic: no such bucket');
    const invoke = () => Promise.reject(failure);
    await expect(makeStep({ ...world, handlers: { invoke } })(event)).rejects.toBe(failure);
    expect(world.record.written).toEqual([]);
  });
}
