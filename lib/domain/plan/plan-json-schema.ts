import * as z from 'zod';
import { RecoveryPlan } from './recovery-plan.ts';

/**
 * The plan's shape as JSON Schema (2020-12), for editors. It knows every field, form, default and meaning; what names
 * mean to each other only `muster plan check` knows.
 */
export function planJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(RecoveryPlan, { io: 'input' });
  return { $schema, title: 'Muster recovery plan, version 1', ...schema };
}
