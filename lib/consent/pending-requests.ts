import { PeopleRequest, PersonsAnswer, type TakenAnswer } from '../domain/approval/people-request.ts';
import { requestOutcome, type RequestOutcome } from '../domain/approval/request-outcome.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import type { Objects, StoredObject } from '../ports/objects.ts';

/** A request with the answers that it has, and what they come to by now. */
export interface KnownRequest {
  readonly request: PeopleRequest;
  readonly answers: readonly TakenAnswer[];
  /** Keys of stored answers that are none: they are left out, and block nobody who has something to say. */
  readonly unread: readonly string[];
  readonly outcome: RequestOutcome | null;
}

/** Everything that people were asked for a run, the oldest first. */
export async function requestsOf(objects: Objects, run: string): Promise<readonly KnownRequest[]> {
  const folder = runKeys.requests(run);
  const keys = await objects.list(folder);
  const names = keys.filter((key) => !key.slice(folder.length).includes('/'));
  const found = await Promise.all(names.map((key) => readRequest(objects, key)));
  return found
    .filter((one) => one !== null)
    .toSorted((a, b) => a.request.askedAt.localeCompare(b.request.askedAt, 'en'));
}

/** The one that its run may be waiting for: the newest, where nobody has decided it. Older ones are not asked any more. */
export function openOf(known: readonly KnownRequest[]): KnownRequest | null {
  const newest = known.at(-1);
  return newest?.outcome === null ? newest : null;
}

/** One of them; null when there is none of the name. */
export async function requestOf(objects: Objects, run: string, id: string): Promise<KnownRequest | null> {
  return readRequest(objects, runKeys.request(run, id));
}

async function readRequest(objects: Objects, key: string): Promise<KnownRequest | null> {
  const stored = await objects.get(key);
  if (!stored) return null;
  const request = PeopleRequest.parse(JSON.parse(stored.text));
  const keys = await objects.list(runKeys.answers(request.run, request.id));
  const found = await Promise.all(keys.map((one) => objects.get(one)));
  const read = found.map((one) => (one ? readAnswer(one) : null));
  const answers = read.filter((answer) => answer !== null);
  const unread = keys.filter((_, index) => read[index] === null);
  return { request, answers, unread, outcome: requestOutcome(request, answers) };
}

/** One of which nobody knows when it came is none: it may have come after its expiry. */
function readAnswer({ text, storedAt }: StoredObject): TakenAnswer | null {
  try {
    const answer = PersonsAnswer.safeParse(JSON.parse(text)).data;
    return answer && storedAt !== null ? { ...answer, takenAt: storedAt } : null;
  } catch {
    return null;
  }
}
