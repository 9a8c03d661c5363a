import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planFields } from '../../../../lib/domain/plan/schema-fields.ts';

const ROW = /^\| `([^`]+)` \| (.+?) \| (.+?) \| .* \|$/gm;

function documented() {
  const text = readFileSync('docs/plan.md', 'utf8');
  return [...text.matchAll(ROW)].map(([, path, , standard = '']) => ({
    path,
    standard: standard.replaceAll('`', ''),
  }));
}

describe('docs/plan.md', () => {
  it('has every field of the schema with its default, and no other', () => {
    const sorted = (fields: readonly { path: string | undefined; standard: string }[]) =>
      fields.map(({ path, standard }) => `${path} = ${standard}`).toSorted();
    expect(sorted(documented())).toEqual(sorted(planFields()));
  });

  it('is held against fields at every depth', () => {
    const paths = planFields().map(({ path }) => path);
    expect(paths).toContain('schemaVersion');
    expect(paths).toContain('services[].healthCheck.url');
    expect(paths).toContain('drills.restore.checks[].sql');
    expect(paths.length).toBeGreaterThan(150);
  });
});
