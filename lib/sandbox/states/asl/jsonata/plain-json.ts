/** Thrown for what JSON cannot hold: functions, regular expressions. */
class NotPlainJson extends Error {
  override readonly name = 'NotPlainJson';
}

/**
 * A deep copy of a JSONata result as plain JSON. The library's arrays carry hidden keys (`sequence`, `keepSingleton`),
 * and its lambdas are objects that JSON.stringify would write out as syntax trees.
 * Non-finite numbers become their names, as AWS writes them.
 */
export function plainJson(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(plainJson);
  if (typeof value === 'object') return plainObject(value);
  throw new NotPlainJson(`a ${typeof value} is not JSON`);
}

function plainObject(value: object): Record<string, unknown> {
  if ('_jsonata_lambda' in value || '_jsonata_function' in value || value instanceof RegExp) {
    throw new NotPlainJson('a function is not JSON');
  }
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) copy[key] = plainJson(member);
  }
  return copy;
}
