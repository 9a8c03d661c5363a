import * as z from 'zod';
import type { PlanPath } from './plan-problem.ts';

type Schema = z.core.$ZodType;

/** A schema without what surrounds it: defaults, optionality, transforms. */
export function bareSchema(schema: Schema): Schema {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional) {
    return bareSchema(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? bareSchema(schema.in) : schema;
}

/** Fields of a map by name; of all variants together where it has several; none for any other schema. */
export function fieldsOf(schema: Schema): Readonly<Record<string, Schema>> {
  const bare = bareSchema(schema);
  if (bare instanceof z.ZodObject) return bare.shape;
  if (!(bare instanceof z.ZodDiscriminatedUnion)) return {};
  return Object.fromEntries(bare.options.flatMap((option) => Object.entries(fieldsOf(option))));
}

/** The schema of a list's items; undefined when it is no list. */
export function itemOf(schema: Schema): Schema | undefined {
  const bare = bareSchema(schema);
  return bare instanceof z.ZodArray ? bare.element : undefined;
}

/** Names of the keys that may stand in the map at `path` of `value`, where variants are told apart by what stands. */
export function keysAt(schema: Schema, path: PlanPath, value: unknown): readonly string[] {
  const found = path.reduce<Schema | undefined>((at, step) => {
    if (at === undefined) return undefined;
    return typeof step === 'number' ? itemOf(at) : fieldsOf(at)[step];
  }, schema);
  return found ? Object.keys(fieldsOf(variantOf(found, valueAt(value, path)))) : [];
}

function variantOf(schema: Schema, value: unknown): Schema {
  const bare = bareSchema(schema);
  if (!(bare instanceof z.ZodDiscriminatedUnion)) return bare;
  const { discriminator } = bare.def;
  const tag = valueAt(value, [discriminator]);
  const fits = (option: Schema) => {
    const field = fieldsOf(option)[discriminator];
    return field instanceof z.ZodLiteral && field.safeParse(tag).success;
  };
  return bare.options.find(fits) ?? bare;
}

/** What stands at a path of a plain value; undefined where nothing does. */
export function valueAt(value: unknown, path: PlanPath): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return Object.getOwnPropertyDescriptor(at, step)?.value;
  }, value);
}
