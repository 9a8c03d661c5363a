import { setTimeout as sleep } from 'node:timers/promises';
import { type Fact, known, unknown } from '../domain/brief/fact.ts';
import { reasonOf } from '../domain/brief/reason-of.ts';

/** A region that is lost answers nothing: whoever waits for a screen waits for one fact no longer than this. */
export const FACT_LIMIT_MS = 2_000;

/** What can be found out in time; else why it is not known. What comes later is dropped. */
export async function factWithin<T>(read: () => Promise<T>, limitMs = FACT_LIMIT_MS): Promise<Fact<T>> {
  const late = new AbortController();
  const tooLate = sleep(limitMs, null, { signal: late.signal }).then(
    () => unknown(`no answer within ${limitMs / 1000} s`),
    () => unknown('not asked'),
  );
  const found = read().then(known, (error: unknown) => unknown(reasonOf(error)));
  const fact = await Promise.race([found, tooLate]);
  late.abort();
  return fact;
}
