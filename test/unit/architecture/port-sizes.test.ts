import { expect, test } from 'vitest';
import { fatPorts, portSizes } from './port-sizes.ts';
import { PROJECT, seedTree } from './project-tree.ts';

test('no port has more than six methods', () => {
  expect(portSizes(PROJECT).get('Objects')).toBeGreaterThanOrEqual(2);
  expect(fatPorts(PROJECT)).toEqual([]);
});

test('a port that has more is named, whatever stands between its methods', () => {
  const methods = (many: number) =>
    Array.from(
      { length: many },
      (_, n) => `  /** Says {n}. */\n  ask${n}(of: { a: string }): Promise<void>;\n`,
    );
  const port = (name: string, many: number) =>
    `export interface ${name} extends Other {\n  readonly name: string;\n${methods(many).join('')}}\n`;
  const root = seedTree({
    'lib/ports/fat.ts': `${port('Slim', 6)}\n${port('Fat', 7)}`,
    'lib/domain/none.ts': port('NoPort', 9),
  });

  expect(fatPorts(root)).toEqual(['Fat']);
});
