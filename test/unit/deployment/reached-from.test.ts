import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, reachedFrom } from '../../../lib/deployment/reached-from.ts';

type Input = Parameters<typeof importsOf>[0]['inputs'][string];

function importing(...paths: readonly string[]): Input {
  const imports = paths.map((path) => ({
    path,
    kind: 'import-statement' as const,
    external: path.startsWith('node:'),
  }));
  return { bytes: 1, imports };
}

test('what a file reaches is what it imports, and what that imports, in a circle too, and nothing from outside', () => {
  const imports = importsOf({
    inputs: {
      'a.ts': importing('b.ts', 'node:path'),
      'b.ts': importing('c.ts'),
      'c.ts': importing('a.ts'),
      'd.ts': importing('a.ts'),
    },
  });
  const reached = (file: string) => reachedFrom(imports, resolve(file)).toSorted();
  const circle = ['a.ts', 'b.ts', 'c.ts'].map((file) => resolve(file));
  expect(reached('a.ts')).toEqual(circle);
  expect(reached('d.ts')).toEqual([...circle, resolve('d.ts')]);
});
