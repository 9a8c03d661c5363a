import { expect, test } from 'vitest';
import { fatPorts, portSizes } from './port-sizes.ts';
import { PROJECT, seedTree } from './project-tree.ts';

test('no port has more than six methods', () => {
  expect(portSizes(PROJECT).get('Objects')).toBeGreaterThanOrEqual(2);
  expect(fatPorts(PROJECT)).toEqual([]);
});

/** So many methods, as they stand in a port. */
const methods = (many: number, name = 'ask') =>
  Array.from(
    { length: many },
    (_, n) => `  /** Says {n}. */\n  ${name}${n}(of: { a: string }): Promise<void>;\n`,
  ).join('');
const port = (name: string, many: number) =>
  `export interface ${name} extends Other {\n  readonly name: string;\n${methods(many)}}\n`;

test('a port that has more is named, whatever stands between its methods', () => {
  const root = seedTree({
    'lib/ports/fat.ts': `${port('Slim', 6)}\n${port('Fat', 7)}`,
    'lib/domain/none.ts': port('NoPort', 9),
  });
  expect(fatPorts(root)).toEqual(['Fat']);
});

test('a port that has more is named when it is put together of slim ones', () => {
  const root = seedTree({
    'lib/ports/three.ts': `export interface Three {\n${methods(3, 'tell')}}\n`,
    'lib/ports/four.ts': `/** Asks. */\nexport interface Four {\n${methods(4)}}\n`,
    'lib/ports/both.ts': [
      "import type { Three } from './three.ts';",
      'export type Both = Three & Four;',
      '/** In words & lines; */',
      'export type Long =\n  & Three\n  & Four;',
      `export type Inline = Four & {\n${methods(3, 'tell')}};`,
      'export interface Heir extends Three, Four {}',
      'export type Grandchild = Heir & { readonly name: string };',
      'export type Same = Four & Four;',
      'export type Choice = { readonly a: Three } | { readonly a: Four };',
      "export type Part = Pick<Heir, 'tell0' | 'ask0'>;",
      '',
    ].join('\n'),
  });
  expect(fatPorts(root).toSorted()).toEqual(['Both', 'Grandchild', 'Heir', 'Inline', 'Long']);
  expect(portSizes(root).get('Same')).toBe(4);
});
