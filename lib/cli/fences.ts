import * as z from 'zod';
import { DeferredFenceOutcome, DeferredFenceRequest } from '../domain/fence/deferred-fence.ts';
import { planKeys, runKeys } from '../domain/run/run-keys.ts';
import type { Objects } from '../ports/objects.ts';
import { aligned } from './aligned.ts';
import { EXIT } from './exit-code.ts';
import { loadPlan } from './load-plan.ts';
import { withPlanAccess } from './plan-access.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';

interface FencesCommand {
  readonly plan: string;
  readonly json: boolean;
  readonly terminal: Pick<Terminal, 'out'>;
  readonly state: StateDirectory;
}

/** One database whose fence was left for later. */
export interface DeferredFence {
  readonly run: string;
  readonly database: string;
  readonly instance: string;
  readonly region: string;
  readonly since: string;
  readonly state: 'outstanding' | 'fenced' | 'not-needed';
  /** When it was fenced, or was looked for last. */
  readonly at: string | null;
  readonly seen: string;
}

const LastSeen = z.object({ at: z.string(), seen: z.array(z.string()) });

/** `muster fences`: which old primaries are still to be fenced, since when, and what was seen last. 2 while one is. */
export async function fences({ plan: file, json, terminal, state }: FencesCommand): Promise<number> {
  const [{ plan }, sandbox] = [await loadPlan(file), await standingSandbox(state)];
  const found = await withPlanAccess(sandbox, plan, ({ recovery }) =>
    deferredFences(recovery.objects, plan.name),
  );
  terminal.out.write(json ? `${JSON.stringify(found, null, 2)}\n` : `${words(found)}\n`);
  return found.some((one) => one.state === 'outstanding') ? EXIT.inconclusive : EXIT.met;
}

/** Of all runs of a plan, the oldest first. */
export async function deferredFences(objects: Objects, plan: string): Promise<readonly DeferredFence[]> {
  const keys = await objects.list(planKeys.fences(plan));
  const found = await Promise.all(keys.map((key) => ofRequest(objects, key)));
  return found.flat().toSorted((a, b) => a.since.localeCompare(b.since, 'en'));
}

async function ofRequest(objects: Objects, key: string): Promise<readonly DeferredFence[]> {
  const stored = await objects.get(key);
  if (!stored) return [];
  const { run, databases, deferredAt } = DeferredFenceRequest.parse(JSON.parse(stored.text));
  const [outcome, seen] = await Promise.all([
    objects.get(runKeys.fencedLater(run)),
    objects.get(runKeys.fenceSeen(run)),
  ]);
  const ended = outcome && DeferredFenceOutcome.parse(JSON.parse(outcome.text));
  const last = seen && LastSeen.parse(JSON.parse(seen.text));
  return databases.map(({ id, primary }): DeferredFence => {
    const common = { run, database: id, ...primary, since: deferredAt };
    const done = ended?.databases.find((one) => one.id === id);
    if (done) return { ...common, state: done.result, at: done.fencedAt, seen: done.detail };
    return {
      ...common,
      state: 'outstanding',
      at: last?.at ?? null,
      seen: last?.seen.join('; ') ?? 'nothing yet',
    };
  });
}

function words(found: readonly DeferredFence[]): string {
  if (found.length === 0) return 'no fence of this plan was left for later';
  return aligned([
    ['RUN', 'DATABASE', 'OLD PRIMARY', 'SINCE', 'STATE', 'SEEN'],
    ...found.map(({ run, database, instance, region, since, state, at, seen }) => [
      run,
      database,
      `${instance} (${region})`,
      since,
      at === null ? state : `${state} (${at})`,
      seen,
    ]),
  ]);
}
