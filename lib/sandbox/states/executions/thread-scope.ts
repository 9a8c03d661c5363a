import type { TaskAnswer } from '../asl/cursor.ts';
import type { Branch, ExecutionScope } from '../asl/execution-scope.ts';
import type { ExecutionLog } from './execution-log.ts';
import { makeBranches } from './thread-branches.ts';
import type { ThreadWriter } from './thread-writer.ts';

/** What all scopes of an execution share. */
export interface World
  extends Pick<
    ExecutionScope,
    | 'identity'
    | 'clock'
    | 'invoke'
    | 'evaluate'
    | 'runSequence'
    | 'random'
    | 'newToken'
    | 'mapRuns'
    | 'objects'
  > {
  readonly log: ExecutionLog;
  readonly answered: (path: string) => Promise<TaskAnswer>;
}

/** A scope on one thread of the log. */
export function makeThreadScope(
  world: World,
  writer: ThreadWriter,
  { start, signal }: Branch,
): ExecutionScope {
  const { log, answered, ...ports } = world;
  const { path } = writer;
  return {
    ...ports,
    start,
    signal,
    cursor: () => log.thread(path).cursor,
    answered: () => answered(path),
    record: (type, details = {}, link = 'next') => writer.record(type, details, link),
    commit: (change) => writer.write(() => ({ change })),
    enter: (entered) =>
      writer.write(({ events }) => ({ entered: { ...entered, enteredEventId: events.at(-1)?.id ?? 0 } })),
    branches: makeBranches(log, writer, (below, branch) => makeThreadScope(world, below, branch)),
  };
}
