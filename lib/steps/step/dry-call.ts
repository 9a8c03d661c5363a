import type { Handlers } from '../../ports/handlers.ts';
import type { StepPorts } from './make-step.ts';
import type { StepEvent } from './step-event.ts';

/** Has another handler get ready for the event it will be given; answers how many seconds that took. */
export async function invokeDry(
  { clock, handlers }: Pick<StepPorts, 'clock'> & { readonly handlers: Handlers },
  name: string,
  event: StepEvent,
): Promise<number> {
  const start = clock.now();
  await handlers.invoke(name, { ...event, dryRun: true, pending: [] });
  return (clock.now() - start) / 1e6;
}
