import * as z from 'zod';
import { Machine } from './machine.ts';

const Bar = z.object({ name: z.string(), limit: z.number(), measured: z.number(), passed: z.boolean() });
const Figure = z.object({ name: z.string(), measured: z.number(), aim: z.number().nullable() });

/** A bench's result, as far as its table tells of it. */
export const BenchResult = z.object({
  schemaVersion: z.literal(1),
  at: z.string(),
  machine: Machine,
  passed: z.boolean(),
  parts: z.record(
    z.string(),
    z.object({ passed: z.boolean(), bars: z.array(Bar), figures: z.array(Figure).default([]) }),
  ),
});

export type BenchResult = z.input<typeof BenchResult>;

/**
 * The README's table, in Markdown: each bar, what was measured, and the machine that it comes from. Figures promise
 * nothing, so none of them "holds".
 */
export function table(result: BenchResult): string {
  const { at, machine, parts } = BenchResult.parse(result);
  const rows = Object.entries(parts).flatMap(([part, { bars, figures }]) => [
    ...bars.map(({ name, limit, measured, passed }) =>
      [part, name, `at most ${rounded(limit)}`, rounded(measured), passed ? 'yes' : '**no**'].join(' | '),
    ),
    ...figures.map(({ name, measured, aim }) =>
      [part, name, aim === null ? '' : `aim ${rounded(aim)}`, rounded(measured), aimWord(measured, aim)].join(
        ' | ',
      ),
    ),
  ]);
  return [
    '| part | what is measured | promised | measured | holds |',
    '|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
    `Measured on ${at.slice(0, 10)} on ${machine.cores} cores of ${machine.model}, ${machine.memoryGiB} GiB, ` +
      `${machine.kernel}, Node ${machine.node.slice(1)}; an fdatasync of 8 KiB takes ${machine.fsyncMs} ms.`,
    '',
  ].join('\n');
}

function aimWord(measured: number, aim: number | null): string {
  if (aim === null) return '';
  return measured <= aim ? 'aim met' : 'aim missed';
}

function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}
