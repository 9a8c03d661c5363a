import type { ObjectPlace, ObjectPort } from './asl/distributed/object-port.ts';
import { ObjectsRefused } from './asl/distributed/object-port.ts';
import type { FromOrchestrator, ObjectAnswer, ObjectCall, Refusal } from './orchestrator-messages.ts';

/** Calls of S3 on their way through the supervisor. */
export interface RemoteObjects {
  readonly port: ObjectPort;
  readonly settle: (id: number, answer: ObjectAnswer) => void;
  readonly refuse: (id: number, refusal: Refusal) => void;
}

export function makeRemoteObjects(send: (message: FromOrchestrator) => void): RemoteObjects {
  const waiting = new Map<number, PromiseWithResolvers<ObjectAnswer>>();
  let last = 0;
  const take = (id: number): PromiseWithResolvers<ObjectAnswer> | undefined => {
    const found = waiting.get(id);
    waiting.delete(id);
    return found;
  };
  const ask = (operation: ObjectCall['operation'], place: ObjectPlace, body = ''): Promise<ObjectAnswer> => {
    const answer = Promise.withResolvers<ObjectAnswer>();
    last += 1;
    waiting.set(last, answer);
    send({ kind: 'objects', id: last, call: { operation, ...place, body } });
    return answer.promise;
  };
  return {
    port: {
      get: async (place) => (await ask('get', place)).body,
      list: async (place) => (await ask('list', place)).listed,
      put: async (place, body) => void (await ask('put', place, body)),
    },
    settle: (id, answer) => take(id)?.resolve(answer),
    refuse: (id, { code, message, status }) =>
      take(id)?.reject(new ObjectsRefused(`${message} (Service: S3, Status Code: ${status}, Code: ${code})`)),
  };
}
