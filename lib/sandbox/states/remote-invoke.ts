import type { Invocation, Invoke } from './asl/execution-scope.ts';
import { StateFailure } from './asl/state-failure.ts';
import type { FromOrchestrator, Refusal } from './orchestrator-messages.ts';

/** Invocations on their way through the supervisor. */
export interface RemoteInvoke {
  readonly invoke: Invoke;
  readonly settle: (id: number, response: Invocation) => void;
  readonly refuse: (id: number, refusal: Refusal) => void;
}

export function makeRemoteInvoke(send: (message: FromOrchestrator) => void): RemoteInvoke {
  const waiting = new Map<number, PromiseWithResolvers<Invocation>>();
  let last = 0;
  const take = (id: number): PromiseWithResolvers<Invocation> | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  };
  return {
    invoke: (task, region) => {
      const { functionName: name, invocationType } = task;
      const answer = Promise.withResolvers<Invocation>();
      last += 1;
      waiting.set(last, answer);
      const payload = JSON.stringify(task.payload) ?? 'null';
      send({ kind: 'invoke', id: last, region, name, payload, invocationType });
      return answer.promise;
    },
    settle: (id, response) => take(id)?.resolve(response),
    refuse: (id, refusal) => take(id)?.reject(lambdaFailure(refusal)),
  };
}

/** "Lambda errors are reported as Lambda.ErrorName": AWS, bp-lambda-serviceexception. */
function lambdaFailure({ code, message, status }: Refusal): StateFailure {
  const cause = `${message} (Service: Lambda, Status Code: ${status})`;
  return new StateFailure(`Lambda.${code}`, cause, { explained: true });
}
