import * as rds from '@aws-sdk/client-rds';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOM = new URL('../../../../lib/sandbox/rds/', import.meta.url);
/** Of all of AWS's services, in no model ("Common Errors" of the API reference). */
const COMMON = ['InvalidParameterValue', 'InvalidParameterCombination'];

function codesThrown(): string[] {
  const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const sources = files.map((name) => readFileSync(new URL(name, ROOM), 'utf8'));
  return [...new Set(sources.flatMap((text) => [...text.matchAll(/new AwsError\(\s*'(\w+)'/g)].map(codeOf)))];
}

function codeOf([, code = '']: RegExpMatchArray): string {
  return code;
}

test('every code of an error of RDS is one that its model has', () => {
  const exported = Object.keys(rds);
  const codes = codesThrown();
  expect(codes.length).toBeGreaterThan(8);
  const unknown = codes.filter(
    (code) => !COMMON.includes(code) && !exported.includes(code) && !exported.includes(`${code}Fault`),
  );
  expect(unknown).toEqual([]);
});
