import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { HANDLER_LIMIT_SECONDS } from '../domain/run/run-parts.ts';
import { drillsDirectory, kebabCase } from './deployment.ts';

/** A request that was sent before its function was ended may have its effect for so long after. */
const REQUEST_SECONDS = 5;

const Task = z.object({
  Type: z.literal('Task'),
  Arguments: z.object({ FunctionName: z.string() }),
  TimeoutSeconds: z.number(),
});
const Workflow = z.object({ States: z.record(z.string(), z.unknown()) });

/**
 * How many seconds a function may take, by the handler's name: less than the states that call it wait, so that none of
 * its calls can have an effect after the workflow has gone on without it. Those whose states wait for as long as a run's
 * input says have the limit of all.
 */
export function handlerLimits(): ReadonlyMap<string, number> {
  const limits = new Map<string, number>();
  for (const { name, seconds } of waitingStates()) {
    const limit = Math.min(HANDLER_LIMIT_SECONDS, seconds - REQUEST_SECONDS);
    limits.set(name, Math.max(limit, limits.get(name) ?? 0));
  }
  return limits;
}

/** Every state of a drill's workflow that calls a handler and says in figures how long it waits. */
export function waitingStates(): readonly { readonly name: string; readonly seconds: number }[] {
  return readdirSync(drillsDirectory(), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'plans')
    .flatMap(({ name }) =>
      statesOf(readFileSync(join(drillsDirectory(), name, 'workflow.asl.json'), 'utf8')),
    );
}

function statesOf(definition: string) {
  const states = Object.values(Workflow.parse(JSON.parse(definition)).States);
  return states.flatMap((state) => {
    const task = Task.safeParse(state).data;
    const handler = /^\$\{([A-Za-z]+)\}$/.exec(task?.Arguments.FunctionName ?? '')?.[1];
    return task && handler !== undefined ? [{ name: kebabCase(handler), seconds: task.TimeoutSeconds }] : [];
  });
}
