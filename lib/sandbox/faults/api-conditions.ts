import type { AwsError } from '../wire/aws-error.ts';
import { serverError, tooManyRequests } from './api-refusals.ts';
import { FAULTY_SERVICES, type FaultSpec } from './fault-spec.ts';

export type ApiCondition = Extract<FaultSpec, { readonly service: unknown }>;

/** What happens to one call. */
export interface Treatment {
  /** Waited before anything is done: a caller that gives up meanwhile is served nonetheless. */
  readonly delayMs: number;
  /** Answered instead of doing anything. */
  readonly refusal: AwsError | undefined;
  /** Answered although all was done. */
  readonly afterwards: AwsError | undefined;
}

/** Conditions of the APIs of every region. */
export interface ApiConditions {
  set(region: string, condition: ApiCondition): void;
  clear(region: string, condition: ApiCondition): void;
  /** Counts the call, and says what happens to it. */
  treat(region: string, service: string): Treatment;
}

/**
 * Which calls are hit follows from a count of its own for each condition and service, never from chance: of 20% it is
 * every fifth. A throttled call is refused before it is done, always (on AWS it is so most times). Of the calls that
 * get a server error every second one is done nevertheless: on AWS nobody can tell, and here nobody shall rely on it.
 */
export function makeApiConditions(): ApiConditions {
  const regions = new Map<string, Map<ApiCondition, Map<string, number>>>();

  return {
    set(region, condition) {
      const conditions = regions.get(region) ?? new Map<ApiCondition, Map<string, number>>();
      regions.set(region, conditions.set(condition, new Map()));
    },
    clear: (region, condition) => void regions.get(region)?.delete(condition),
    treat(region, service) {
      const inForce = [...(regions.get(region) ?? [])].filter(([condition]) => isHit(condition, service));
      const parts = inForce.map(([condition, counts]) =>
        treatmentBy(condition, service, counted(counts, service)),
      );
      return {
        delayMs: parts.reduce((sum, one) => sum + (one.delayMs ?? 0), 0),
        refusal: parts.find((one) => one.refusal)?.refusal,
        afterwards: parts.find((one) => one.afterwards)?.afterwards,
      };
    },
  };
}

function counted(counts: Map<string, number>, service: string): number {
  const count = (counts.get(service) ?? 0) + 1;
  counts.set(service, count);
  return count;
}

function isHit(condition: ApiCondition, service: string): boolean {
  return condition.service === undefined
    ? FAULTY_SERVICES.some((one) => one === service)
    : condition.service === service;
}

function treatmentBy(condition: ApiCondition, service: string, count: number): Partial<Treatment> {
  if (condition.kind === 'slow-api') return { delayMs: condition.delayMs };
  const hits = hitsUpTo(count, condition.percent);
  if (hits === hitsUpTo(count - 1, condition.percent)) return {};
  if (condition.kind === 'throttled-api') return { refusal: tooManyRequests(service) };
  return hits % 2 === 1 ? { refusal: serverError(service) } : { afterwards: serverError(service) };
}

function hitsUpTo(count: number, percent: number): number {
  return Math.floor((count * percent) / 100);
}
