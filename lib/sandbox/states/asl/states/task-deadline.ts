import type { Instant } from '../clock.ts';
import type { TaskDelivery } from '../cursor.ts';
import type { ExecutionScope } from '../execution-scope.ts';
import { linkAbort } from '../linked-abort.ts';
import { currentCursor } from '../state-context.ts';
import { StateFailure } from '../state-failure.ts';

class TaskEnded extends Error {
  override readonly name = 'TaskEnded';
}

/** Fails when the task's time, or the time allowed between heartbeats, has run out. */
export function untilTaskDeadline(
  scope: ExecutionScope,
  task: TaskDelivery,
): { readonly passed: Promise<never>; cancel(): void } {
  const ended = linkAbort(scope.signal);
  const passed = watch(scope, task, ended.signal);
  passed.catch(() => {});
  return {
    passed,
    cancel: () => {
      ended.release();
      ended.abort(new TaskEnded());
    },
  };
}

/** A heartbeat moves the deadline, so it is computed anew after each sleep. */
async function watch(scope: ExecutionScope, task: TaskDelivery, signal: AbortSignal): Promise<never> {
  for (;;) {
    const { at, heartbeat } = deadline(task, currentCursor(scope).aliveAt);
    if (at <= scope.clock.now()) throw timeout(heartbeat);
    await scope.clock.sleepUntil(at, signal);
  }
}

function deadline(task: TaskDelivery, aliveAt: Instant | null): { at: Instant; heartbeat: boolean } {
  const timeoutAt = task.scheduledAt + task.timeoutSeconds * 1e6;
  if (task.heartbeatSeconds === null) return { at: timeoutAt, heartbeat: false };
  const heartbeatAt = (aliveAt ?? task.scheduledAt) + task.heartbeatSeconds * 1e6;
  return heartbeatAt < timeoutAt ? { at: heartbeatAt, heartbeat: true } : { at: timeoutAt, heartbeat: false };
}

/** Measured on AWS: a missed heartbeat is reported as States.Timeout, and matched under both names. */
function timeout(heartbeat: boolean): StateFailure {
  const aliases = heartbeat ? ['States.HeartbeatTimeout'] : [];
  return new StateFailure('States.Timeout', null, { aliases });
}
