import { scaleLinear } from 'd3-scale';
import { FATES, type Fate, type LedgerChart } from '../figure.ts';
import { FATE_LABELS, totalOf } from '../fate-labels.ts';
import type { Html } from '../html-element.ts';
import { box, drawing, label, line, WIDTH } from './frame.ts';
import { timeAxis } from './time-axis.ts';

const LEFT = 190;
const RIGHT = WIDTH - 20;
const PEAK = 70;
const LANE = 20;
/** A column is at least so wide: one lost row in a day is to be seen. */
const THINNEST = 1.5;
/** Acknowledgements, drawn as columns upon each other; the others have a lane each. */
const COLUMNS: readonly Fate[] = ['kept', 'served', 'lost'];
const LANES: readonly Fate[] = ['lost', 'inDoubt', 'failed', 'splitBrain'];

/** Acknowledgements over time, and below them a lane for each other fate; the outage is shaded. */
export function drawLedger(chart: LedgerChart): Html {
  const { from, bucketSeconds, counts, outage } = chart;
  const size = counts.kept.length;
  const axis = timeAxis({ from, to: from + size * bucketSeconds, left: LEFT, right: RIGHT });
  const lanes = LANES.filter((fate) => totalOf(chart, fate) > 0 || fate === 'lost');
  const bottom = PEAK + 8 + lanes.length * LANE;
  return drawing(bottom + 24, wordsOf(chart), [
    ...(outage ? [shade(axis.x, outage, bottom)] : []),
    ...axis.grid(0, bottom),
    label({ x: LEFT - 10, y: 14, anchor: 'end' }, 'acknowledged'),
    label({ x: LEFT - 10, y: 30, anchor: 'end', class: 'soft' }, `${peakOf(chart)} at most a column`),
    ...columns(chart, axis.x),
    line({ from: [LEFT, PEAK], to: [RIGHT, PEAK] }, 'axis'),
    ...lanes.flatMap((fate, index) => lane(chart, fate, { x: axis.x, top: PEAK + 8 + index * LANE })),
  ]);
}

type Place = (seconds: number) => number;

function shade(x: Place, { from, to }: { from: number; to: number }, bottom: number): Html {
  const width = Math.max(THINNEST, x(to) - x(from));
  return box({ x: x(from), y: 0, width, height: bottom }, 'outage', 'Outage, as a client saw it');
}

function peakOf({ counts }: LedgerChart): number {
  const sums = counts.kept.map((_, index) =>
    COLUMNS.reduce((sum, fate) => sum + (counts[fate][index] ?? 0), 0),
  );
  return Math.max(1, ...sums);
}

function columns(chart: LedgerChart, x: Place): readonly Html[] {
  const { counts, from, bucketSeconds } = chart;
  const height = scaleLinear()
    .domain([0, peakOf(chart)])
    .range([0, PEAK]);
  return counts.kept.flatMap((_, index) => {
    let top = PEAK;
    return COLUMNS.flatMap((fate) => {
      const count = counts[fate][index] ?? 0;
      if (count === 0) return [];
      top -= height(count);
      return [box({ ...across(x, { from, bucketSeconds, index }), y: top, height: height(count) }, fate)];
    });
  });
}

function lane(chart: LedgerChart, fate: Fate, { x, top }: { x: Place; top: number }): readonly Html[] {
  const { counts, from, bucketSeconds } = chart;
  return [
    label({ x: LEFT - 10, y: top + 14, anchor: 'end' }, `${FATE_LABELS[fate]} ${totalOf(chart, fate)}`),
    ...counts[fate].flatMap((count, index) =>
      count > 0
        ? [box({ ...across(x, { from, bucketSeconds, index }), y: top + 2, height: LANE - 6 }, fate)]
        : [],
    ),
  ];
}

interface Bucket {
  readonly from: number;
  readonly bucketSeconds: number;
  readonly index: number;
}

function across(x: Place, { from, bucketSeconds, index }: Bucket) {
  const start = x(from + index * bucketSeconds);
  const width = x(from + (index + 1) * bucketSeconds) - start;
  return { x: start, width: Math.max(THINNEST, width > 4 ? width - 1 : width) };
}

function wordsOf(chart: LedgerChart): string {
  const totals = FATES.map((fate) => `${FATE_LABELS[fate]} ${totalOf(chart, fate)}`).join(', ');
  const { outage } = chart;
  const span = outage ? `; outage from ${outage.from.toFixed(3)} to ${outage.to.toFixed(3)} s` : '';
  return `${chart.label}: attempts over time: ${totals}${span}`;
}
