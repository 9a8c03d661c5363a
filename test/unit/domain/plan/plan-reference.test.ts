import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fillReference } from '../../../../lib/domain/plan/plan-reference.ts';
import { planFields } from '../../../../lib/domain/plan/schema-fields.ts';

const text = readFileSync('docs/plan.md', 'utf8');

test('docs/plan.md says what the schema says (written anew by `npm run docs`)', async () => {
  await expect(fillReference(text)).toMatchFileSnapshot('../../../../docs/plan.md');
});

test('docs/plan.md has every field once', () => {
  const rows = fillReference(text).matchAll(/^\| `([^`]+)` \| .+ \| .+ \| .* \|$/gm);
  const known = planFields().map(({ path }) => path);
  const documented = [...rows].flatMap(([, path = '']) => (known.includes(path) ? [path] : []));
  expect(documented).toHaveLength(known.length);
  expect(new Set(documented)).toEqual(new Set(known));
});

test('every field has a meaning and a form, at every depth', () => {
  const fields = planFields();
  expect(fields.filter(({ meaning, form }) => !meaning || !form)).toEqual([]);
  const forms = Object.fromEntries(fields.map(({ path, form }) => [path, form]));
  expect(forms).toMatchObject({
    schemaVersion: '1',
    'heartbeat.interval': 'duration, 1 ms to 60 s',
    'services[].healthCheck.kind': 'http, tcp',
    'services[].stores': 'list of databases and buckets',
    'consistencyGroups[].members': 'list of databases and buckets, 2 or more',
    'drills.restore.checks[].equals': 'text or number or true or false',
  });
  expect(fields.length).toBeGreaterThan(150);
});
