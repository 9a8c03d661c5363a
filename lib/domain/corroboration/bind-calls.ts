import { formatInstant, parseInstant } from '../instant.ts';
import type { Asked } from './corroboration-file.ts';
import type { RunCall } from './run-call.ts';
import type { TrailEvent } from './trail-event.ts';

/** Events of a trail, and what was asked for them; null where whoever verifies has asked, and for what is not known. */
export interface Trail {
  readonly asked: readonly Asked[] | null;
  readonly events: readonly TrailEvent[];
}

export interface BoundCall {
  readonly call: RunCall;
  readonly event: TrailEvent;
}

export interface UnboundCall {
  readonly call: RunCall;
  readonly why: string;
}

export interface BoundCalls {
  readonly bound: readonly BoundCall[];
  /** Nothing says that they were made, or that they were not. */
  readonly unbound: readonly UnboundCall[];
  /** The trail says that they were not made as the record has them. */
  readonly contradicted: readonly UnboundCall[];
}

/**
 * Matches each call with the event that the trail has of it. `settledSeconds`: how long after a call its event may be
 * missing without that saying anything.
 */
export function bindCalls(
  calls: readonly RunCall[],
  trail: Trail,
  { settledSeconds }: { readonly settledSeconds: number },
): BoundCalls {
  const found = calls.flatMap((call) => find(call, trail, settledSeconds) ?? []);
  const failed = found.filter((one) => 'why' in one);
  return {
    bound: found.filter((one) => 'event' in one),
    unbound: failed.filter(({ isAgainst }) => !isAgainst).map(reason),
    contradicted: failed.filter(({ isAgainst }) => isAgainst).map(reason),
  };
}

interface Failed extends UnboundCall {
  readonly isAgainst: boolean;
}

function reason({ call, why }: Failed): UnboundCall {
  return { call, why };
}

/** Null for a call that need not have been made, and of which there is nothing. */
function find(call: RunCall, trail: Trail, settledSeconds: number): BoundCall | Failed | null {
  const about = trail.events.filter((event) => isAbout(event, call));
  const carriedOut = about.filter(({ error }) => error === null);
  const event = carriedOut.find(({ at }) => isWithin(at, call));
  if (event) return { call, event };
  if (call.certainty === 'may') return null;
  const [other] = carriedOut;
  if (other) return { call, isAgainst: true, why: wrongTime(other, call) };
  const [refused] = about;
  if (refused) return { call, isAgainst: true, why: `event ${refused.id} says ${refused.error}` };
  const why = whyAbsenceSaysNothing(call, trail, settledSeconds);
  if (why !== null) return { call, isAgainst: false, why };
  return { call, isAgainst: true, why: 'the trail reaches beyond it, and has no event of it' };
}

/** A request id is one call's alone; without one, whatever has the same name and subject. */
function isAbout(event: TrailEvent, { source, name, region, subject, requestId }: RunCall): boolean {
  const isSame =
    event.source === source && event.name === name && event.region === region && event.subject === subject;
  return isSame && (requestId === null || event.requestId === requestId);
}

/** Two clocks, and a trail that counts in whole seconds. */
const CLOCKS_APART_SECONDS = 5;

function isWithin(at: number, { after, until }: RunCall): boolean {
  const slack = CLOCKS_APART_SECONDS * 1e6;
  return at >= after - slack - 1e6 && at <= until + slack;
}

function wrongTime({ id, at }: TrailEvent, { after, until }: RunCall): string {
  return `event ${id} has it at ${formatInstant(at)}; the record between ${formatInstant(after)} and ${formatInstant(until)}`;
}

/** Null where the trail was asked for all of that time, late enough, and answered whole. */
function whyAbsenceSaysNothing(
  { region, after, until }: RunCall,
  { asked }: Trail,
  settledSeconds: number,
): string | null {
  if (asked === null) return 'your own trail has no event of it';
  const here = asked.filter((question) => question.of === 'cloudtrail' && question.region === region);
  const whole = here.filter(({ problem }) => problem === null);
  if (here.length === 0) return `nobody asked for the trail of ${region}`;
  if (whole.length === 0) return `the trail of ${region}: ${here[0]?.problem}`;
  const isSettled = whole.some(
    ({ from, to }) => parseInstant(from) <= after && parseInstant(to) >= until + settledSeconds * 1e6,
  );
  return isSettled ? null : `the trail of ${region} was asked before all of that time was in it`;
}
