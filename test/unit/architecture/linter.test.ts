import { beforeAll, describe, expect, it } from 'vitest';
import { type LintOutput, lintSeeded } from './linter.ts';
import { SEEDED_FAULTS } from './seeded-faults.ts';
import { SEEDED_IMPORTS } from './seeded-imports.ts';

const RESTRICTED = 'eslint(no-restricted-imports)';

const SEEDS = Object.values(SEEDED_IMPORTS);
const DEPTHS = [0, 1, 2, 3];

describe('the linter, with the configuration of the project', () => {
  let bad: LintOutput;
  let good: LintOutput;

  beforeAll(() => {
    bad = lintSeeded({
      ...Object.fromEntries(SEEDS.map((seed) => [seed.file, importing(seed.bad)])),
      ...Object.fromEntries(DEPTHS.map((depth) => [sandboxFile(depth), importing([leaving(depth)])])),
      ...Object.fromEntries(SEEDED_FAULTS.map(({ file, text }) => [file, text])),
    });
    good = lintSeeded({
      ...Object.fromEntries(SEEDS.map((seed) => [seed.file, importing(seed.good)])),
      ...Object.fromEntries(DEPTHS.map((depth) => [sandboxFile(depth), importing([staying(depth)])])),
    });
  });

  it('fails on what it reports, and passes what it does not report', () => {
    expect({ bad: bad.exitCode, good: good.exitCode }).toEqual({ bad: 1, good: 0 });
  });

  it('reports nothing of the good imports, after looking at every file', () => {
    expect(good.diagnostics).toEqual([]);
    expect(good.number_of_files).toBe(SEEDS.length + DEPTHS.length);
  });

  it.each(Object.entries(SEEDED_IMPORTS))(
    'reports each bad import in %s',
    (_room, { file, bad: specifiers }) => {
      const reported = bad.diagnostics.filter(
        ({ code, filename }) => code === RESTRICTED && filename === file,
      );

      expect(reported.map(({ message }) => message)).toHaveLength(specifiers.length);
    },
  );

  it.each(DEPTHS)('keeps a file of the sandbox %i folders deep in the sandbox', (depth) => {
    const reported = bad.diagnostics.filter(({ filename }) => filename === sandboxFile(depth));

    expect(reported.map(({ help }) => help)).toEqual(['lib/sandbox imports itself only.']);
  });

  it.each(SEEDED_FAULTS)('reports $code in $file', ({ code, file }) => {
    expect(bad.diagnostics.filter(({ filename }) => filename === file).map((one) => one.code)).toContain(
      code,
    );
  });
});

describe('a room that is given its time, ids and settings', () => {
  const rooms = ['domain', 'ports', 'steps', 'heartbeat', 'report'];

  it('may use none of the globals that stand for them', () => {
    const globals = [
      'Date',
      'performance',
      'setTimeout',
      'setInterval',
      'setImmediate',
      'crypto',
      'process',
      'fetch',
    ];
    const text = globals.map((name) => `export const of${name}: unknown = ${name};\n`).join('');
    const { diagnostics } = lintSeeded(
      Object.fromEntries(rooms.map((room) => [`lib/${room}/seeded.ts`, text])),
    );

    for (const room of rooms) {
      const reported = diagnostics.filter(({ filename }) => filename === `lib/${room}/seeded.ts`);
      expect(reported.map(({ code }) => code)).toEqual(globals.map(() => 'eslint(no-restricted-globals)'));
    }
  });
});

function sandboxFile(depth: number): string {
  return `lib/sandbox/${'deep/'.repeat(depth)}seeded.ts`;
}

function leaving(depth: number): string {
  return `${'../'.repeat(depth + 1)}domain/instant.ts`;
}

function staying(depth: number): string {
  return depth === 0 ? './sandbox-config.ts' : `${'../'.repeat(depth)}sandbox-config.ts`;
}

function importing(specifiers: readonly string[]): string {
  return specifiers.map((specifier, index) => `export * as of${index} from '${specifier}';\n`).join('');
}
