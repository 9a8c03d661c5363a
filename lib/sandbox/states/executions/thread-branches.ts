import type { Returned } from '../asl/cursor.ts';
import type { Branch, Branches, BranchState, ExecutionScope } from '../asl/execution-scope.ts';
import type { ExecutionLog } from './execution-log.ts';
import { makeThreadWriter, type ThreadWriter } from './thread-writer.ts';

/** The threads below the one of `writer`; '/2/0' is the first below the third of the machine's own. */
export function makeBranches(
  log: ExecutionLog,
  writer: ThreadWriter,
  openScope: (below: ThreadWriter, branch: Branch) => ExecutionScope,
): Branches {
  const writers = new Map<number, ThreadWriter>();
  const latest = makeLatest(log, writer.path);
  const pathOf = (index: number): string => `${writer.path}/${index}`;
  return {
    at: (index) => branchState(log, pathOf(index)),
    latest: latest.get,
    open: (fan) => {
      writer.write(({ events }) => ({
        change: { phase: { kind: 'branching', fan: { ...fan, startedBy: events.at(-1)?.id ?? 0 } } },
      }));
      writers.clear();
      latest.set(null);
    },
    scope: (index, branch) => {
      const below = makeThreadWriter(log, pathOf(index), branch);
      writers.set(index, below);
      return openScope(below, branch);
    },
    finish: (index, output) => {
      writers.get(index)?.write(({ events, head }) => ({
        returned: { output, last: head.last, closedBy: events.at(-1)?.id ?? head.last },
      }));
      writers.delete(index);
      latest.set(log.thread(pathOf(index)).returned);
    },
    goOnAfter: (eventId) => writer.goOnFrom({ head: { last: eventId, before: eventId }, pending: [] }),
    adopt: (index) => {
      const failed = writers.get(index);
      if (failed) writer.goOnFrom(failed.recorded());
    },
  };
}

function branchState(log: ExecutionLog, path: string): BranchState {
  const { cursor, returned } = log.thread(path);
  return { cursor, returned, below: (index) => branchState(log, `${path}/${index}`) };
}

interface Latest {
  readonly get: () => Returned | null;
  readonly set: (returned: Returned | null) => void;
}

/** The branch that returned last: looked for once after a restart, known from then on. */
function makeLatest(log: ExecutionLog, path: string): Latest {
  let known: Returned | null | undefined;
  return {
    get: () => {
      known ??= latestBelow(log, path);
      return known;
    },
    set: (returned) => {
      known = returned;
    },
  };
}

function latestBelow(log: ExecutionLog, path: string): Returned | null {
  let latest: Returned | null = null;
  for (const [other, { returned }] of log.threads()) {
    const below = other.startsWith(`${path}/`) && !other.slice(path.length + 1).includes('/');
    if (below && returned && returned.closedBy > (latest?.closedBy ?? 0)) latest = returned;
  }
  return latest;
}
