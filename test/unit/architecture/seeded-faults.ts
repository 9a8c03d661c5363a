/** A file with one fault, and the rule of the linter that must name it. */
export interface SeededFault {
  readonly code: string;
  readonly file: string;
  readonly text: string;
}

/** Positive controls of the linter's other rules; those with types prove that the typed rules run at all. */
export const SEEDED_FAULTS: readonly SeededFault[] = [
  { code: 'typescript(no-floating-promises)', file: 'lib/cli/floating.ts', text: 'Promise.resolve(1);\n' },
  { code: 'typescript(no-explicit-any)', file: 'lib/cli/any.ts', text: 'export const x: any = 1;\n' },
  {
    code: 'typescript(no-unsafe-assignment)',
    file: 'lib/cli/unsafe.ts',
    text: "export const x = JSON.parse('1');\n",
  },
  {
    code: 'typescript(consistent-type-assertions)',
    file: 'test/unit/as.ts',
    text: 'const y: unknown = 1;\nexport const x = y as number;\n',
  },
  {
    code: 'typescript(no-non-null-assertion)',
    file: 'lib/cli/non-null.ts',
    text: 'export const x = process.env.HOME!;\n',
  },
  { code: 'eslint(no-unused-vars)', file: 'lib/cli/unused.ts', text: 'const x = 1;\n' },
  {
    code: 'eslint(max-params)',
    file: 'lib/cli/params.ts',
    text: 'export function x(a: 1, b: 2, c: 3, d: 4) {\n  return [a, b, c, d];\n}\n',
  },
  {
    code: 'eslint(max-lines-per-function)',
    file: 'lib/cli/long.ts',
    text: `export function x() {\n${'console.log(1);\n'.repeat(40)}}\n`,
  },
  {
    code: 'eslint(no-restricted-properties)',
    file: 'lib/domain/random.ts',
    text: 'export const x = Math.random();\n',
  },
  { code: 'eslint(no-console)', file: 'lib/steps/console.ts', text: "console.log('x');\n" },
  { code: 'import(no-default-export)', file: 'lib/cli/default.ts', text: 'export default 1;\n' },
  {
    code: 'import(no-cycle)',
    file: 'lib/cli/cycle.ts',
    text: "import { x as y } from './cycle.ts';\nexport const x = () => y;\n",
  },
  {
    code: 'vitest(no-focused-tests)',
    file: 'test/unit/focused.test.ts',
    text: "import { expect, it } from 'vitest';\nit.only('is alone', () => expect(1).toBe(1));\n",
  },
  {
    code: 'vitest(no-disabled-tests)',
    file: 'test/unit/disabled.test.ts',
    text: "import { expect, it } from 'vitest';\nit.skip('is left out', () => expect(1).toBe(1));\n",
  },
  {
    code: 'vitest(expect-expect)',
    file: 'test/unit/expects-nothing.test.ts',
    text: "import { it } from 'vitest';\nit('expects nothing', () => {});\n",
  },
];
