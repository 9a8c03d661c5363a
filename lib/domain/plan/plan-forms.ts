import * as z from 'zod';

/** How a value is written in a plan, in words for the reference, where a schema alone does not say it. */
export const planForms = z.registry<{ readonly form: string }>();

/** The schema itself, with the words for its form. */
export function withForm<S extends z.ZodType>(schema: S, form: string): S {
  planForms.add(schema, { form });
  return schema;
}
