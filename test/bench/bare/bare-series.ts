import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BareAttempt, SeriesMessage, type SeriesOrder } from './series-order.ts';

const MAIN = fileURLToPath(new URL('./series-main.ts', import.meta.url));
const LIMIT_MS = 60_000;

/** A bare series that runs in a process of its own; it ends with this process at the latest. */
export interface BareSeries {
  /** @throws Error when it did not come to that within a minute. */
  until(event: 'steady' | 'lost'): Promise<void>;
  /** Ends the series and gives its attempts, in order of their answers. */
  stop(): Promise<readonly BareAttempt[]>;
}

export function startBareSeries(order: SeriesOrder): BareSeries {
  const child = fork(MAIN, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const seen: SeriesMessage[] = [];
  child.on('message', (message) => void seen.push(SeriesMessage.parse(message)));
  child.send(order);
  return {
    until: async (event) => void (await expectMessage(child, seen, event)),
    stop: async () => {
      child.send('stop');
      const message = await expectMessage(child, seen, 'samples');
      return message.event === 'samples' ? message.attempts : [];
    },
  };
}

function expectMessage(
  child: ChildProcess,
  seen: readonly SeriesMessage[],
  event: SeriesMessage['event'],
): Promise<SeriesMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<SeriesMessage>();
  const look = () => {
    const found = seen.find((message) => message.event === event);
    if (found) resolve(found);
  };
  const fail = (why: string) => reject(new Error(`a bare series never said "${event}": ${why}`));
  const limit = setTimeout(() => fail(`${LIMIT_MS / 1000} s have passed`), LIMIT_MS);
  const ended = () => fail('its process ended');
  child.on('message', look).once('exit', ended);
  look();
  return promise.finally(() => {
    clearTimeout(limit);
    child.off('message', look).off('exit', ended);
  });
}
