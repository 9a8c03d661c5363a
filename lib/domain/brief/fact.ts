import * as z from 'zod';

/** What is known, or why it is not: a screen that is read at night shows no guess. */
export type Fact<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly why: string };

export function known<T>(value: T): Fact<T> {
  return { known: true, value };
}

export function unknown(why: string): Fact<never> {
  return { known: false, why };
}

/** What follows from a fact; nothing follows from one that is not known, and the reason stays. */
export function fromFact<T, U>(fact: Fact<T>, next: (value: T) => Fact<U>): Fact<U> {
  return fact.known ? next(fact.value) : fact;
}

/** A fact as JSON has it. */
export const factOf = <S extends z.ZodType>(value: S) =>
  z.discriminatedUnion('known', [
    z.object({ known: z.literal(true), value }),
    z.object({ known: z.literal(false), why: z.string() }),
  ]);
