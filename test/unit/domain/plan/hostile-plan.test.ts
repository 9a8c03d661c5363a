import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../../../lib/domain/plan/parse-plan.ts';
import { bytesOf, problemsOf, SMALL_PLAN } from './small-plan.ts';

/** Of work, which a busy machine does not make more: what grows with the square of a megabyte takes minutes. */
const MOST_CPU_SECONDS = 5;
const MEGABYTE = 1_000_000;

/** An alias bomb: each line stands for nine times the one above. */
const BOMB = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat(
    Array.from(
      'bcdefghi',
      (key, at) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[at]}`).join(', ')}]`,
    ),
  )
  .join('\n');

const HOSTILE: readonly (readonly [string, string])[] = [
  ...[
    '[',
    '{',
    '- ',
    '? ',
    '!!x ',
    '&a ',
    '- *a\n',
    '---\n',
    ']',
    '"',
    '#\n',
    ':\n',
    '%a\n',
    ': ',
    '\n',
    ' ',
    '\t',
    'a: b, ',
  ].map((part) => [`a megabyte of ${JSON.stringify(part)}`, part.repeat(MEGABYTE / part.length)] as const),
  [
    'a map in a map, 1,300 levels deep',
    Array.from({ length: 1_300 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
  ],
  ['14,000 unknown keys', Array.from({ length: 14_000 }, (_, at) => `k${at}: 1`).join('\n')],
  ['20,000 empty services', `services: [${'{},'.repeat(20_000)}]`],
  ['an alias bomb', BOMB],
  ['200 aliases', `a: &a 1\nb: [${'*a, '.repeat(200)}]`],
  ['an alias within its own anchor', 'a: &a [*a]'],
  ['keys of prototypes', '__proto__: { name: x }\nconstructor: 1\ntoString: 2\n'],
];

describe('a hostile plan', () => {
  it.each(HOSTILE)('%s is refused with bounded work and few problems', (_what, text) => {
    const start = process.cpuUsage();
    const problems = problemsOf(text);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(MOST_CPU_SECONDS);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(50);
    expect(problems.join('\n')).not.toMatch(/call stack|at \w+ \(/);
  });

  it('of aliases is refused before they are resolved', () => {
    expect(problemsOf(BOMB)).toEqual([
      'p.yaml:1:1: expected aliases that stand for at most 100 values, found aliases that stand for more',
    ]);
  });

  it('of any bytes is answered and never thrown at', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const parsed = parsePlan(bytes, 'p.yaml');
        expect(parsed.ok || parsed.problems.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('whose parser loses count of lines is still answered at the right place', () => {
    expect(problemsOf('*a[---\na[').at(-1)).toMatch(/^p\.yaml:2:2: /);
  });

  it('made of pieces of YAML is answered at places within the file', () => {
    const piece = fc.constantFrom(
      'a',
      '1',
      ': ',
      '- ',
      '\n',
      '  ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '&a ',
      '*a',
      '"',
      "'",
      '|\n',
      '? ',
      '#',
      '!!set ',
      '---\n',
      'name',
      'sites',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const text = pieces.join('');
        const lines = text.split('\n');
        const parsed = parsePlan(bytesOf(text), 'p.yaml');
        expect(parsed.ok).toBe(false);
        for (const { line, column } of parsed.ok ? [] : parsed.problems) {
          expect(line).toBeLessThanOrEqual(lines.length);
          expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('that was a good one with some bytes changed is answered', () => {
    const edit = fc.tuple(fc.nat(SMALL_PLAN.length - 1), fc.integer({ min: 9, max: 126 }));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        const bytes = bytesOf(SMALL_PLAN);
        for (const [at, byte] of edits) bytes[at] = byte;
        expect(() => parsePlan(bytes, 'p.yaml')).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });
});
