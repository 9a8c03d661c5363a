import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { judgementJsonSchema } from '../../../../lib/domain/run/judgement-json-schema.ts';

const GOLDEN = fileURLToPath(new URL('../../../fixtures/golden/', import.meta.url));
const validate = new Ajv2020({ allErrors: true }).compile(judgementJsonSchema());
const stored = (version: string) =>
  z.looseObject({}).parse(JSON.parse(readFileSync(join(GOLDEN, version, 'judgement.json'), 'utf8')));

test('docs/judgement.schema.json is the schema (written anew by `npm run docs`)', async () => {
  await expect(`${JSON.stringify(judgementJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../../../docs/judgement.schema.json',
  );
});

test.each(readdirSync(GOLDEN))('the judgement of %s is as it says, and a changed one is not', (version) => {
  const judgement = stored(version);
  expect([validate(judgement), validate.errors]).toEqual([true, null]);
  for (const change of [
    { verdicts: { overall: 'probably' } },
    { kind: 'party' },
    { rto: 3 },
    { schemaVersion: 2 },
  ])
    expect(validate({ ...judgement, ...change }), JSON.stringify(change)).toBe(false);
});
