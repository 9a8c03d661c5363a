import { describe, expect, it } from 'vitest';
import { IMPORT_TABLE, importsOf, walkImports } from './import-table.ts';
import { listFiles, PROJECT, readText, seedTree } from './project-tree.ts';
import { SEEDED_IMPORTS } from './seeded-imports.ts';

/** Well below what there is, and far above what a walk over the wrong folder would find. */
const FEWEST_FILES = 60;

describe('the import table', () => {
  it('holds for every import of lib, functions and bin', () => {
    const walk = walkImports(PROJECT);

    expect(walk.files.length).toBeGreaterThan(FEWEST_FILES);
    expect(walk.imports).toBeGreaterThan(walk.files.length);
    expect(walk.breaches).toEqual([]);
  });

  it('has a seeded bad import and a seeded good one for each of its rows', () => {
    expect(Object.keys(SEEDED_IMPORTS)).toEqual(Object.keys(IMPORT_TABLE));
  });

  it.each(Object.entries(SEEDED_IMPORTS))('catches every bad import and no good one in %s', (_room, seed) => {
    const bad = seed.bad.map((specifier) => `import '${specifier}';\n`).join('');
    const good = seed.good.map((specifier) => `import '${specifier}';\n`).join('');

    expect(walkImports(seedTree({ [seed.file]: bad })).breaches).toEqual(
      seed.bad.map((specifier) => `${seed.file} imports ${specifier}`),
    );
    expect(walkImports(seedTree({ [seed.file]: good })).breaches).toEqual([]);
  });

  it('names a file that is in no room', () => {
    const root = seedTree({ 'lib/attic/x.ts': '', 'lib/loose.ts': '', 'bin/other.ts': '' });

    expect(walkImports(root).breaches).toEqual([
      'bin/other.ts is in no room',
      'lib/attic/x.ts is in no room',
      'lib/loose.ts is in no room',
    ]);
  });

  it('sees every way in which a file can import', () => {
    const text = [
      "import './bare.ts';",
      "import one from './default.ts';",
      "import type { Two } from './type.ts';",
      'import {',
      '  three,',
      "} from './lines.ts';",
      "export { four } from './named.ts';",
      "export * from './star.ts';",
      "const five = await import('./dynamic.ts');",
      "type Six = import('./in-type.ts').Six;",
      " * import { seven } from './comment.ts';",
      "const from = 'here'; export const to = 'there';",
    ].join('\n');

    expect(importsOf(text)).toEqual([
      './bare.ts',
      './default.ts',
      './type.ts',
      './lines.ts',
      './named.ts',
      './star.ts',
      './dynamic.ts',
      './in-type.ts',
    ]);
  });
});

describe('no code outside lib/sandbox and lib/cli asks where it runs', () => {
  const ROOMS = [
    'domain',
    'ports',
    'steps',
    'heartbeat',
    'comparison',
    'consent',
    'system',
    'aws',
    'postgres',
    'report',
    'infra',
  ];
  const FOLDERS = [...ROOMS.map((room) => `lib/${room}`), 'functions'];

  it('in any of its files', () => {
    expect(listFiles(PROJECT, FOLDERS, '.ts').length).toBeGreaterThan(FEWEST_FILES / 2);
    expect(whoAsks(PROJECT, FOLDERS)).toEqual([]);
  });

  it('and a file that does is named', () => {
    const root = seedTree({
      'lib/aws/a.ts': "if (endpoint.includes('127.0.0.1')) retry();",
      'lib/steps/b.ts': 'if (isLocal) skip();',
      'functions/c.ts': 'process.env.MUSTER_SANDBOX',
      'lib/domain/d.ts': "target: z.enum(['sandbox', 'aws'])",
    });

    expect(whoAsks(root, FOLDERS)).toEqual(['functions/c.ts', 'lib/aws/a.ts', 'lib/steps/b.ts']);
  });
});

function whoAsks(root: string, folders: readonly string[]): string[] {
  const question = /127\.0\.0\.1|localhost|\b(is|on|in)(Local|Sandbox|Rehearsal)|SANDBOX|LOCALSTACK/;
  return listFiles(root, folders, '.ts').filter((file) => question.test(readText(root, file)));
}
