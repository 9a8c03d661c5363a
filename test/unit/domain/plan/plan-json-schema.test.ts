import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { duration } from '../../../../lib/domain/plan/duration.ts';
import { planJsonSchema } from '../../../../lib/domain/plan/plan-json-schema.ts';

const schema = planJsonSchema();
const validate = new Ajv2020({ allErrors: true }).compile(schema);

const plans = readdirSync('drills/plans').filter((name) => name.endsWith('.yaml'));
const planIn = (name: string): Record<string, unknown> => parse(readFileSync(`drills/plans/${name}`, 'utf8'));

function errorsOf(plan: unknown): readonly string[] {
  validate(plan);
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath}: ${keyword}`);
}

test('docs/plan.schema.json is the schema (written anew by `npm run docs`)', async () => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    '../../../../docs/plan.schema.json',
  );
});

test('an editor accepts every plan that is here', () => {
  expect(plans.length).toBeGreaterThan(4);
  expect(plans.map((name) => [name, errorsOf(planIn(name))])).toEqual(plans.map((name) => [name, []]));
});

test.each([
  { what: 'an unknown key', change: { retries: 3 }, error: ': additionalProperties' },
  { what: 'a number where a map belongs', change: { objectives: 3 }, error: '/objectives: type' },
  { what: 'a wrong unit', change: { hold: '3 seconds' }, error: '/hold: pattern' },
  { what: 'another version', change: { schemaVersion: 2 }, error: '/schemaVersion: const' },
])('an editor marks $what', ({ change, error }) => {
  expect(errorsOf({ ...planIn('orders.yaml'), ...change })).toEqual([error]);
});

test('an editor marks no duration that is accepted', () => {
  const part = (unit: string) =>
    fc.option(
      fc.nat({ max: 999 }).map((count) => `${count}${unit}`),
      { nil: '' },
    );
  const seconds = fc.option(
    fc.tuple(fc.nat({ max: 99 }), fc.nat({ max: 999 })).map(([whole, rest]) => `${whole}.${rest}S`),
    { nil: '' },
  );
  const text = fc
    .tuple(part('W'), part('D'), part('H'), part('M'), seconds)
    .map(([weeks, days, hours, minutes, rest]) => `P${weeks}${days}T${hours}${minutes}${rest}`);
  fc.assert(
    fc.property(text, (hold) => {
      fc.pre(duration().safeParse(hold).success);
      expect(errorsOf({ ...planIn('orders.yaml'), hold })).toEqual([]);
    }),
  );
  expect(errorsOf({ ...planIn('orders.yaml'), hold: 'PT1M30.5S' })).toEqual([]);
});
