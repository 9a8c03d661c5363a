import { createHash, randomUUID } from 'node:crypto';
import type { Expression } from 'jsonata';
import jsonata from 'jsonata';

/** What the functions of time and chance read. */
export interface FunctionPorts {
  readonly nowMillis: () => number;
  readonly random: () => number;
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};
const FORMAT = jsonata('$fromMillis($millis, $picture, $timezone)');

/**
 * Gives an expression the functions that Step Functions adds to JSONata, and takes `$eval` away
 * (https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-sfn).
 */
export function addAwsFunctions(expression: Expression, ports: FunctionPorts): void {
  expression.registerFunction('partition', partition, '<an?:a>');
  expression.registerFunction('range', range, '<n?n?n?:x>');
  expression.registerFunction('hash', hash, '<s-s?:s>');
  expression.registerFunction('random', (seed?: number) =>
    seed === undefined ? ports.random() : seeded(seed),
  );
  expression.registerFunction('uuid', () => randomUUID(), '<:s>');
  expression.registerFunction(
    'parse',
    (text?: string) => (text === undefined ? undefined : parse(text)),
    '<s-:x>',
  );
  expression.registerFunction('millis', () => ports.nowMillis(), '<:n>');
  expression.registerFunction(
    'now',
    (picture?: string, timezone?: string) =>
      FORMAT.evaluate(undefined, { millis: ports.nowMillis(), picture, timezone }),
    '<s?s?:s>',
  );
  expression.assign('eval', undefined);
}

function partition(items: unknown[] | undefined, size: number | undefined): unknown[][] | undefined {
  const length = Math.trunc(size ?? 0);
  if (!items || items.length === 0 || length < 1) return undefined;
  const chunks = Math.ceil(items.length / length);
  return Array.from({ length: chunks }, (_, chunk) => items.slice(chunk * length, (chunk + 1) * length));
}

/** Inclusive; a step of the wrong sign or none gives nothing, and a single element is that element. */
function range(from?: number, to?: number, by?: number): number[] | number | undefined {
  const [start, end, step] = [
    Math.trunc(from ?? Number.NaN),
    Math.trunc(to ?? Number.NaN),
    Math.trunc(by ?? 0),
  ];
  const count = step === 0 ? 0 : Math.floor((end - start) / step) + 1;
  if (!(count >= 1)) return undefined;
  const values = Array.from({ length: count }, (_, index) => start + index * step);
  return values.length === 1 ? values[0] : values;
}

function hash(text: string | undefined, algorithm: string | undefined): string | undefined {
  const name = algorithm === undefined ? undefined : ALGORITHMS[algorithm];
  return text === undefined || name === undefined ? undefined : createHash(name).update(text).digest('hex');
}

/** mulberry32: the same number for the same seed, which is all that AWS promises. */
function seeded(seed: number): number {
  let state = (Math.trunc(seed) + 0x6d2b79f5) | 0;
  state = Math.imul(state ^ (state >>> 15), state | 1);
  state ^= state + Math.imul(state ^ (state >>> 7), state | 61);
  return ((state ^ (state >>> 14)) >>> 0) / 4_294_967_296;
}

function parse(text: string): unknown {
  return JSON.parse(text);
}
