import { makeFunctionPool } from '../../../lib/sandbox/lambda/function-pool.ts';
import { makeObjectStore } from '../../../lib/sandbox/s3/object-store.ts';
import { makeS3 } from '../../../lib/sandbox/s3/s3.ts';
import { makeStatesService } from '../../../lib/sandbox/states/states-service.ts';

/** A stand-in for the supervisor: starts an orchestrator and a busy environment, prints their pids, and stays. */
const [, , stateDir = '', handlerPath = ''] = process.argv;
const pids: number[] = [];
const onChild = (_: string, pid: number): void => {
  pids.push(pid);
};
const pool = makeFunctionPool({
  functions: [{ name: 'f', region: 'r', handlerPath, environment: {}, timeoutSeconds: 60 }],
  account: '123456789012',
  stateDir,
  environmentOf: () => ({}),
  onChild,
});
const states = makeStatesService({
  config: [],
  stateDir,
  account: '1',
  invokeFunction: pool.invoke,
  s3: makeS3(makeObjectStore([])),
  onChild,
});
await states.start();
const invoke = (payload: string) =>
  pool.invoke({ region: 'r', name: 'f', payload, invocationType: 'RequestResponse' });
await invoke('{}');
void invoke('{"forMs":60000}');
console.log(JSON.stringify(pids));
