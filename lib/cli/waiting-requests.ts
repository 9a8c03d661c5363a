import { setTimeout as sleep } from 'node:timers/promises';
import { type KnownRequest, openOf, requestsOf } from '../consent/pending-requests.ts';
import { waitingLines } from '../report/waiting-lines.ts';
import type { Objects } from '../ports/objects.ts';
import { leftOut } from './pending-request.ts';
import type { Progress } from './progress.ts';

const POLL_MS = 1_000;

interface Waiting {
  readonly objects: Objects;
  readonly run: string;
  readonly progress: Progress;
}

/** Says what a run asks people, each question once, with the commands to answer it by; until it is ended. */
export function sayWaiting({ objects, run, progress }: Waiting): { readonly end: () => void } {
  const ended = new AbortController();
  const said = new Set<string>();
  const say = (open: KnownRequest) => {
    const { id, round } = open.request;
    const what = `${id} ${round} ${open.unread.length}`;
    if (said.has(what)) return;
    said.add(what);
    progress.note(`\n${[...waitingLines(open.request), ...leftOut(open)].join('\n')}\n\n`);
  };
  const look = async () => {
    while (!ended.signal.aborted) {
      // What cannot be read now is read a second later; the run waits for hours.
      const open = openOf(await requestsOf(objects, run).catch(() => []));
      if (open) say(open);
      await sleep(POLL_MS, null, { signal: ended.signal }).catch(() => null);
    }
  };
  void look();
  return { end: () => ended.abort() };
}
