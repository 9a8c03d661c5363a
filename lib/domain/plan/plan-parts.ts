import { parse } from 'yaml';
import type * as z from 'zod';

/** A plan's text as its parts are read of it: parsed when the first one is asked for, and once for all of them. */
export interface PlanParts {
  /**
   * What is meant where the part says nothing. Read leniently, since the plan of an old run has to be understood by every
   * later version; null where even that part cannot be read.
   */
  part<T>(name: string, schema: z.ZodType<T>): T | null;
}

export function planParts(planText: string): PlanParts {
  let parts: ReadonlyMap<string, unknown> | 'unreadable' | null = null;
  return {
    part: (name, schema) => {
      parts ??= partsOf(planText);
      return parts === 'unreadable' ? null : (schema.safeParse(parts.get(name) ?? {}).data ?? null);
    },
  };
}

function partsOf(text: string): ReadonlyMap<string, unknown> | 'unreadable' {
  try {
    const plan: unknown = parse(text);
    return typeof plan === 'object' && plan !== null ? new Map(Object.entries(plan)) : 'unreadable';
  } catch {
    return 'unreadable';
  }
}
