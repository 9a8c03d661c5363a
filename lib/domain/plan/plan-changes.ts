import type { RecoveryPlan } from './recovery-plan.ts';

/** A field that two plans have differently; null where one of them has nothing there. */
export interface PlanChange {
  /** Names stand for numbers: `services.orders-api.tier`. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * What a run reads in one plan and not in the other, field by field in the order of the schema. Comments, layout and
 * defaults that somebody has written down are no difference.
 */
export function planChanges(before: RecoveryPlan, after: RecoveryPlan): readonly PlanChange[] {
  return changesIn('', before, after);
}

function changesIn(path: string, before: unknown, after: unknown): readonly PlanChange[] {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  if (from && to)
    return [...new Set([...from.keys(), ...to.keys()])].flatMap((name) =>
      changesIn(path === '' ? name : `${path}.${name}`, from.get(name), to.get(name)),
    );
  const [was, is] = [wordsOf(before), wordsOf(after)];
  return was === is || isAsLong(before, after) ? [] : [{ path, before: was, after: is }];
}

/** The parts of a value that are compared one by one; null for one that is compared as a whole. */
function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (Array.isArray(value)) return namedFields(value);
  return isRecord(value) && !isDuration(value) ? new Map(Object.entries(value)) : null;
}

/** A list of things with names: which of them comes first means nothing. */
function namedFields(list: readonly unknown[]): ReadonlyMap<string, unknown> | null {
  const named = list.map((item) => [nameOf(item), item] as const);
  const names = named.flatMap(([name]) => name ?? []);
  return names.length === list.length && list.length > 0 && new Set(names).size === list.length
    ? new Map(names.map((name, index) => [name, list[index]]))
    : null;
}

function nameOf(item: unknown): string | null {
  if (!isRecord(item)) return null;
  const name = item['name'] ?? item['id'];
  return typeof name === 'string' ? name : null;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDuration(value: Readonly<Record<string, unknown>>): value is { iso: string; seconds: number } {
  return typeof value['iso'] === 'string' && typeof value['seconds'] === 'number';
}

/** PT60S is PT1M. */
function isAsLong(before: unknown, after: unknown): boolean {
  const both = isRecord(before) && isRecord(after) && isDuration(before) && isDuration(after);
  return both && before.seconds === after.seconds;
}

function wordsOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(listed).join(', ');
  if (isRecord(value))
    return isDuration(value) ? value.iso : nameOf(value) === null ? JSON.stringify(value) : 'there';
  return JSON.stringify(value);
}

function listed(item: unknown): string {
  return nameOf(item) ?? wordsOf(item) ?? '';
}
