import * as z from 'zod';
import { requestsOf } from '../../consent/pending-requests.ts';
import { RegionUnreachable, ThrottledUnknown } from '../../domain/failure.ts';
import type { HeraldInput } from '../../domain/notice/herald-input.ts';
import { type RunSeen, ToldJudgement } from '../../domain/notice/run-seen.ts';
import { StepEntry } from '../../domain/record/entry.ts';
import { WorkflowFailure } from '../../domain/record/shared-outcomes.ts';
import { runKeys } from '../../domain/run/run-keys.ts';
import type { Objects } from '../../ports/objects.ts';
import type { HistoryEvent } from '../../domain/record/history-event.ts';
import type { Workflows } from '../../ports/workflows.ts';

export interface RunWatchPorts {
  readonly objects: Objects;
  readonly workflows: Workflows;
}

export interface RunWatch {
  /** Null when nobody answered this time. gone: there is no such execution. */
  look(): Promise<RunSeen | 'gone' | null>;
}

/** Follows a run from beside it: its history, the questions that it has asked, and in the end what it came to. */
export function makeRunWatch(ports: RunWatchPorts, { run, executionArn }: HeraldInput): RunWatch {
  const events: HistoryEvent[] = [];
  const look = async (): Promise<RunSeen | 'gone'> => {
    // In this order: of a run that has ended, the history that is read afterwards is the whole one.
    const status = await ports.workflows.status(executionArn);
    if (status === null) return 'gone';
    events.push(...(await ports.workflows.history(executionArn, events.at(-1)?.id ?? 0)));
    const over = status !== 'RUNNING';
    const asks = events.some(({ state }) => state?.startsWith('Request'));
    return {
      events: [...events],
      status,
      judgement: over ? await judgementOf(ports, run) : null,
      fence: over ? await fenceOf(ports, run) : [],
      failure: over ? await failureOf(ports, run) : null,
      requests: asks ? (await requestsOf(ports.objects, run)).map(({ request }) => request) : [],
    };
  };
  return { look: () => look().catch(unanswered) };
}

/** Throttling and silence say nothing about a run: it is looked at again. */
function unanswered(error: unknown): null {
  if (error instanceof ThrottledUnknown || error instanceof RegionUnreachable) return null;
  throw error;
}

async function judgementOf({ objects }: RunWatchPorts, run: string): Promise<ToldJudgement | null> {
  const stored = await objects.get(runKeys.file(run, 'judgement.json'));
  return stored ? (ToldJudgement.safeParse(parsed(stored.text)).data ?? null) : null;
}

const Fenced = z.object({ databases: z.array(z.object({ id: z.string(), proof: z.string() })) });

async function fenceOf(ports: RunWatchPorts, run: string): Promise<RunSeen['fence']> {
  return Fenced.safeParse(await lastOutcome(ports, run, 'FenceOldPrimary')).data?.databases ?? [];
}

const Sealed = z.object({ failure: WorkflowFailure.nullable() });

/** What the run's record says of its failure. */
async function failureOf(ports: RunWatchPorts, run: string): Promise<RunSeen['failure']> {
  return Sealed.safeParse(await lastOutcome(ports, run, 'SealRecord')).data?.failure ?? null;
}

/** What the last try of a state has left in the record. */
async function lastOutcome({ objects }: RunWatchPorts, run: string, state: string): Promise<unknown> {
  const keys = (await objects.list(`${runKeys.record(run)}${state}/`)).filter((key) =>
    key.endsWith('/outcome.json'),
  );
  const read = await Promise.all(keys.map((key) => objects.get(key)));
  const entries = read.flatMap((one) => StepEntry.safeParse(parsed(one?.text ?? 'null')).data ?? []);
  return entries.toSorted((a, b) => a.attempt - b.attempt).at(-1)?.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
