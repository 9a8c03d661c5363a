import { posix } from 'node:path';
import { listFiles, readText } from './project-tree.ts';

/** What the files of a room may import: paths of the project by prefix, packages by name or by prefix. */
interface Allowance {
  readonly files: RegExp;
  readonly paths: readonly string[];
  readonly packages: RegExp;
}

const NONE = /^$/;
const LIB_OF_CLI = [
  'domain',
  'ports',
  'steps',
  'heartbeat',
  'comparison',
  'consent',
  'evidence',
  'system',
  'aws',
  'postgres',
  'report',
  'sandbox',
  'deployment',
];

const STEPS_IMPORT = [
  'lib/domain/',
  'lib/ports/',
  'lib/heartbeat/',
  'lib/comparison/',
  'lib/consent/',
  'lib/evidence/',
  'lib/steps/step/',
];

/**
 * The import table of the house, in one place for the walk over the sources. The first row that matches a file
 * holds. The linter's configuration says the same in its own words, so that an editor shows a breach at once.
 */
export const IMPORT_TABLE: Readonly<Record<string, Allowance>> = {
  domain: {
    files: /^lib\/domain\//,
    paths: ['lib/domain/'],
    packages:
      /^(zod|luxon|yaml|croner|canonicalize|@sigstore\/(bundle|core)|@peculiar\/asn1-(cms|schema|tsp|x509))$/,
  },
  ports: { files: /^lib\/ports\//, paths: ['lib/domain/', 'lib/ports/'], packages: NONE },
  step: {
    files: /^lib\/steps\/step\//,
    paths: STEPS_IMPORT,
    packages: /^zod$/,
  },
  steps: {
    files: /^lib\/steps\//,
    paths: STEPS_IMPORT,
    packages: /^zod$/,
  },
  heartbeat: {
    files: /^lib\/heartbeat\//,
    paths: ['lib/domain/', 'lib/ports/', 'lib/heartbeat/'],
    packages: /^zod$/,
  },
  comparison: {
    files: /^lib\/comparison\//,
    paths: ['lib/domain/', 'lib/ports/', 'lib/comparison/'],
    packages: /^zod$/,
  },
  consent: {
    files: /^lib\/consent\//,
    paths: ['lib/domain/', 'lib/ports/', 'lib/consent/'],
    packages: /^zod$/,
  },
  evidence: {
    files: /^lib\/evidence\//,
    paths: ['lib/domain/', 'lib/ports/', 'lib/evidence/'],
    packages: /^zod$/,
  },
  system: {
    files: /^lib\/system\//,
    paths: ['lib/domain/', 'lib/ports/', 'lib/system/'],
    packages: /^(zod$|node:)/,
  },
  aws: {
    files: /^lib\/aws\//,
    paths: ['lib/domain/', 'lib/ports/', 'lib/aws/'],
    packages: /^(zod$|node:|@aws-sdk\/|@smithy\/)/,
  },
  postgres: {
    files: /^lib\/postgres\//,
    paths: ['lib/domain/', 'lib/ports/', 'lib/postgres/'],
    packages: /^(pg|zod)$/,
  },
  report: {
    files: /^lib\/report\//,
    paths: ['lib/domain/', 'lib/report/'],
    packages: /^(zod|luxon|d3-scale|d3-shape|uuid|pdfmake\/interfaces\.js)$/,
  },
  deployment: {
    files: /^lib\/deployment\//,
    paths: ['lib/domain/', 'lib/deployment/'],
    packages: /^(zod$|node:|esbuild$)/,
  },
  infra: {
    files: /^lib\/infra\//,
    paths: ['lib/infra/', 'lib/deployment/', 'lib/domain/plan/'],
    packages: /^(zod$|yaml$|node:|constructs$|cdk-nag$|aws-cdk-lib($|\/))/,
  },
  cli: {
    files: /^lib\/cli\//,
    paths: [...LIB_OF_CLI, 'console', 'cli'].map((room) => `lib/${room}/`),
    packages: /^(?!@aws-sdk\/|@smithy\/|aws-cdk-lib|constructs)/,
  },
  console: {
    files: /^lib\/console\//,
    paths: [...LIB_OF_CLI, 'console'].map((room) => `lib/${room}/`),
    packages: /^(?!@aws-sdk\/|@smithy\/|aws-cdk-lib|constructs)/,
  },
  sandbox: {
    files: /^lib\/sandbox\//,
    paths: ['lib/sandbox/'],
    packages: /^(?!@aws-sdk\/|@smithy\/|aws-cdk-lib|constructs)/,
  },
  composition: {
    files: /^functions\/composition\//,
    paths: [
      ...[
        'domain',
        'ports',
        'steps',
        'heartbeat',
        'comparison',
        'evidence',
        'system',
        'report',
        'aws',
        'postgres',
      ].map((room) => `lib/${room}/`),
      'functions/composition/',
    ],
    packages: /^(zod$|node:|@aws-sdk\/)/,
  },
  functions: {
    files: /^functions\//,
    paths: ['lib/domain/', 'lib/ports/', 'lib/steps/', 'lib/report/', 'functions/composition/'],
    packages: /^zod$/,
  },
  'bin/muster.ts': { files: /^bin\/muster\.ts$/, paths: ['lib/cli/'], packages: /^node:/ },
  'bin/infra.ts': {
    files: /^bin\/infra\.ts$/,
    paths: ['lib/infra/'],
    packages: /^(node:|aws-cdk-lib($|\/)|cdk-nag$)/,
  },
};

/** Folders whose every file must be in a room. */
export const ROOMED_FOLDERS = ['lib', 'functions', 'bin'];

export interface Walk {
  readonly files: readonly string[];
  readonly imports: number;
  readonly breaches: readonly string[];
}

/** Reads every source file of the rooms, and names each import that the table does not allow. */
export function walkImports(root: string): Walk {
  const files = listFiles(root, ROOMED_FOLDERS, '.ts');
  const found = files.map((file) => ({ file, specifiers: importsOf(readText(root, file)) }));
  return {
    files,
    imports: found.flatMap(({ specifiers }) => specifiers).length,
    breaches: found.flatMap(({ file, specifiers }) => breachesOf(file, specifiers)),
  };
}

/**
 * What a text imports, re-exports or loads by a literal. A declaration opens its line, which keeps examples in
 * comments out; `import(` and `require(` count wherever they stand.
 */
export function importsOf(text: string): string[] {
  const declarations = text.matchAll(/^[ \t]*(?:import|export)\b(?:[^;'"`]*?\bfrom)?\s*['"]([^'"]+)['"]/gm);
  const calls = text.matchAll(/\b(?:import|require)\s*\(\s*['"`]([^'"`]+)['"`]/g);
  return [...declarations, ...calls].flatMap(([, specifier]) => specifier ?? []);
}

function breachesOf(file: string, specifiers: readonly string[]): string[] {
  const room = Object.values(IMPORT_TABLE).find(({ files }) => files.test(file));
  if (!room) return [`${file} is in no room`];
  return specifiers
    .filter((specifier) => !isAllowed(room, file, specifier))
    .map((specifier) => `${file} imports ${specifier}`);
}

function isAllowed({ paths, packages }: Allowance, file: string, specifier: string): boolean {
  if (!specifier.startsWith('.')) return packages.test(specifier);
  const target = posix.join(posix.dirname(file), specifier);
  return paths.some((path) => (path.endsWith('/') ? target.startsWith(path) : target === path));
}
