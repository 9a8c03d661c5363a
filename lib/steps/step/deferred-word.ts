import type { DeferredFenceRequest } from '../../domain/fence/deferred-fence.ts';
import { StepEntry } from '../../domain/record/entry.ts';
import { OUTCOMES } from '../../domain/record/outcomes.ts';
import type { RunDatabase } from '../../domain/run/run-parts.ts';
import { runKeys } from '../../domain/run/run-keys.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Databases } from '../../ports/databases.ts';
import type { Objects } from '../../ports/objects.ts';
import type { Workflows } from '../../ports/workflows.ts';
import { instanceOrNull } from './instance-or-null.ts';

export interface WordPorts {
  readonly databases: Databases;
  /** What the run has written down lies there. */
  readonly objects: Objects;
  readonly workflows: Workflows;
}

/**
 * fence: another primary there is (`holds`), or is being made. wait: not yet; `toBeAsked` where the run may ask for the
 * promotion at any moment. Else why there is nothing to fence any more.
 */
export type Word =
  | { readonly go: 'fence'; readonly holds: boolean }
  | { readonly go: 'wait'; readonly toBeAsked: boolean }
  | { readonly go: 'not-needed'; readonly why: string };

/**
 * Whether an old primary is to be fenced at this moment. A fence that was deferred stands before the promotion: until
 * that is asked for the run may still turn back, and the old primary goes on as the only one. Of a run that has ended a
 * promotion that was asked for counts only where the replica shows it; and as long as its record is not sealed it may
 * be resumed, and promote yet.
 */
export async function wordOn(
  { databases, objects, workflows }: WordPorts,
  { run, owner }: DeferredFenceRequest,
  { primary, replica, id }: RunDatabase,
): Promise<Word> {
  const [promoted, back, status, asked] = await Promise.all([
    instanceOrNull(databases, replica),
    wayBackOf(objects, run, id),
    workflows.status(owner),
    promotionAsked(objects, run),
  ]);
  if (promoted?.source === null) return { go: 'fence', holds: true };
  if (back === 'done')
    return { go: 'not-needed', why: `nothing was promoted in its place: run ${run} turned back` };
  const isForward = status === 'RUNNING' && back === null;
  if (isForward && asked) return { go: 'fence', holds: false };
  const wait: Word = { go: 'wait', toBeAsked: isForward };
  if (status === 'RUNNING') return wait;
  const isOver = status !== null && (await objects.get(runKeys.file(run, 'record.ndjson'))) !== null;
  if (!isOver || promoted?.status !== 'available') return wait;
  const why = `run ${run} ended as ${status}, and nothing is promoted in place of ${primary.instance}`;
  return { go: 'not-needed', why };
}

/** Whether the run has said that it is about to promote: before it does. */
export async function promotionAsked(objects: Objects, run: string): Promise<boolean> {
  return (await objects.list(`${runKeys.record(run)}PromoteReplica/`)).length > 0;
}

const NUMERIC = new Intl.Collator('en', { numeric: true });

/**
 * done: the run has given the old primary back to its clients, or left it to them. begun: it is at it, and nobody may
 * fence beside it. Null: neither, or it went forward.
 */
async function wayBackOf(objects: Objects, run: string, database: string): Promise<'begun' | 'done' | null> {
  const keys = await objects.list(`${runKeys.record(run)}ReturnRegion/`);
  const last = keys.toSorted(NUMERIC.compare).at(-1);
  if (last === undefined) return null;
  const stored = await objects.get(last.replace(/[^/]*$/, 'outcome.json'));
  if (!stored) return 'begun';
  const { data } = StepEntry.parse(JSON.parse(stored.text));
  const settled = OUTCOMES.ReturnRegion.parse(data).databases.find(({ id }) => id === database);
  return settled?.fence === 'lifted' || settled?.fence === 'not-needed' ? 'done' : null;
}

/** What was promoted stays so for a while: only that is not asked for anew before so long has passed. */
const REMEMBERED_MS = 5_000;

/** The same for one database, without a call to the control plane at each look. */
export function rememberedWord(
  ports: WordPorts & { readonly clock: Clock },
  request: DeferredFenceRequest,
  database: RunDatabase,
): () => Promise<Word> {
  let last: { readonly word: Word; readonly at: number } | null = null;
  return async () => {
    const isFresh = last !== null && ports.clock.now() - last.at < REMEMBERED_MS * 1000;
    if (last?.word.go === 'fence' && last.word.holds && isFresh) return last.word;
    last = { word: await wordOn(ports, request, database), at: ports.clock.now() };
    return last.word;
  };
}
