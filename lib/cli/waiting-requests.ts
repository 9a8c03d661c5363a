import { setTimeout as sleep } from 'node:timers/promises';
import { requestsOf } from '../consent/pending-requests.ts';
import type { PeopleRequest } from '../domain/approval/people-request.ts';
import { waitingLines } from '../report/waiting-lines.ts';
import type { Objects } from '../ports/objects.ts';
import type { Progress } from './progress.ts';

const POLL_MS = 1_000;

interface Waiting {
  readonly objects: Objects;
  readonly run: string;
  readonly progress: Progress;
}

/** Says each thing that a run asks people, once, with the commands to answer it by; until it is ended. */
export function sayWaiting({ objects, run, progress }: Waiting): { readonly end: () => void } {
  const ended = new AbortController();
  const said = new Set<string>();
  const say = ({ id, round }: PeopleRequest, lines: readonly string[]) => {
    if (said.has(`${id} ${round}`)) return;
    said.add(`${id} ${round}`);
    progress.note(`\n${lines.join('\n')}\n\n`);
  };
  const look = async () => {
    while (!ended.signal.aborted) {
      // What cannot be read now is read a second later; the run waits for hours.
      const known = await requestsOf(objects, run).catch(() => []);
      const open = known.filter(({ outcome }) => outcome === null);
      for (const { request } of open) say(request, waitingLines(request));
      await sleep(POLL_MS, null, { signal: ended.signal }).catch(() => null);
    }
  };
  void look();
  return { end: () => ended.abort() };
}
