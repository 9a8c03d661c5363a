import * as z from 'zod';
import { RecoveryPlan } from './recovery-plan.ts';
import { formOf } from './schema-form.ts';
import { fieldsOf, itemOf } from './schema-shape.ts';

export interface PlanField {
  /** Such as `services[].healthCheck.kind`. */
  readonly path: string;
  /** What stands when the plan says nothing, as JSON; "required", or "none" where nothing stands. */
  readonly standard: string;
  /** How its value is written, in words. */
  readonly form: string;
  readonly meaning: string;
}

/** Every field of the plan's schema, in its order. */
export function planFields(): readonly PlanField[] {
  return fieldsWithin(RecoveryPlan, '');
}

function fieldsWithin(schema: z.core.$ZodType, prefix: string): readonly PlanField[] {
  return Object.entries(fieldsOf(schema)).flatMap(([name, field]) => {
    const path = prefix ? `${prefix}.${name}` : name;
    const item = itemOf(field);
    const inside = item ? fieldsWithin(item, `${path}[]`) : fieldsWithin(field, path);
    return [{ path, standard: standardOf(field), form: formOf(field), meaning: meaningOf(field) }, ...inside];
  });
}

function meaningOf(field: z.core.$ZodType): string {
  return z.globalRegistry.get(field)?.description ?? '';
}

function standardOf(field: z.core.$ZodType): string {
  if (field instanceof z.ZodDefault || field instanceof z.ZodPrefault)
    return JSON.stringify(field.def.defaultValue);
  return field instanceof z.ZodOptional ? 'none' : 'required';
}
