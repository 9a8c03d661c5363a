import * as z from 'zod';
import { planForms } from './plan-forms.ts';
import { bareSchema } from './schema-shape.ts';

/** How a value of a schema is written, in words: "duration, 1 ms to 60 s", "list of names, 2 or more". */
export function formOf(schema: z.core.$ZodType): string {
  const bare = bareSchema(schema);
  const named = planForms.get(bare);
  if (named) return named.form;
  if (bare instanceof z.ZodArray) return listForm(bare);
  if (bare instanceof z.ZodObject || bare instanceof z.ZodDiscriminatedUnion) return 'map';
  if (bare instanceof z.ZodEnum) return bare.options.join(', ');
  if (bare instanceof z.ZodLiteral) return [...bare.values].join(', ');
  if (bare instanceof z.ZodBoolean) return 'true or false';
  if (bare instanceof z.ZodNumber) return numberForm(bare);
  if (bare instanceof z.ZodUnion) return bare.options.map(formOf).join(' or ');
  return 'text';
}

function listForm(list: z.ZodArray): string {
  const item = formOf(list.element);
  const least = z.toJSONSchema(list, { io: 'input' }).minItems ?? 0;
  const several = /^(?!.* of )[A-Za-z ]+$/.test(item) ? `${item}s` : item;
  return `list${item === 'map' ? '' : ` of ${several}`}${least > 0 ? `, ${least} or more` : ''}`;
}

function numberForm({ minValue, maxValue, isInt }: z.ZodNumber): string {
  const bounded = minValue !== null && maxValue !== null && maxValue < Number.MAX_SAFE_INTEGER;
  if (bounded && isInt) return `${minValue} to ${maxValue}`;
  return isInt ? 'whole number' : 'number';
}
