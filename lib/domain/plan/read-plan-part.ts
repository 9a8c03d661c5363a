import { parse } from 'yaml';
import type * as z from 'zod';

/**
 * One part of a plan's text, with what is meant where it says nothing. Read leniently, since the plan of an old run has to
 * be understood by every later version; null where even that part cannot be read.
 */
export function readPlanPart<T>(planText: string, name: string, schema: z.ZodType<T>): T | null {
  const plan = parsed(planText);
  if (typeof plan !== 'object' || plan === null) return null;
  const part = new Map<string, unknown>(Object.entries(plan)).get(name);
  return schema.safeParse(part ?? {}).data ?? null;
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return null;
  }
}
