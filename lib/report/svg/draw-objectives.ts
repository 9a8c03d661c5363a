import { scaleLog } from 'd3-scale';
import { durationWords } from '../../domain/judge/duration-words.ts';
import type { ObjectiveBars } from '../figure.ts';
import type { Html } from '../html-element.ts';
import { box, drawing, label, line, WIDTH } from './frame.ts';

const LEFT = 190;
const RIGHT = WIDTH - 40;
const ROW = 52;
const LEAST_SECONDS = 0.001;
const TICKS = [0.001, 0.01, 0.1, 1, 10, 60, 600, 3600, 86_400];
const THINNEST = 3;
/** What "promised" and a duration take at the most. */
const WORDS = 150;

/**
 * What was measured, as the interval that holds it, against what was promised. On a logarithmic scale: a recovery in
 * seconds and a promise of an hour are both to be seen.
 */
export function drawObjectives({ bars }: ObjectiveBars): Html {
  const most = Math.max(1, ...bars.flatMap(({ highSeconds, targetSeconds }) => [highSeconds, targetSeconds]));
  const scale = scaleLog()
    .domain([LEAST_SECONDS, most * 2])
    .range([LEFT, RIGHT])
    .clamp(true);
  const x = (seconds: number) => scale(Math.max(LEAST_SECONDS, seconds));
  const bottom = bars.length * ROW;
  return drawing(bottom + 22, wordsOf(bars), [
    ...TICKS.filter((tick) => tick <= most * 2).flatMap((tick) => [
      line({ from: [x(tick), 0], to: [x(tick), bottom] }, 'grid'),
      label({ x: x(tick), y: bottom + 16, anchor: 'middle', class: 'soft' }, durationWords(tick)),
    ]),
    ...bars.flatMap(({ label: name, lowSeconds, highSeconds, targetSeconds, verdict }, index) => {
      const y = index * ROW + 22;
      const width = Math.max(THINNEST, x(highSeconds) - x(lowSeconds));
      const measured = `${durationWords(lowSeconds)} to ${durationWords(highSeconds)}`;
      const ends = x(lowSeconds) + width;
      return [
        label({ x: LEFT - 10, y: y + 14, anchor: 'end' }, name),
        box({ x: x(lowSeconds), y, width, height: 18 }, `fill-${verdict}`, measured),
        label({ x: ends - width / 2, y: y - 5, anchor: 'middle' }, measured),
        line({ from: [x(targetSeconds), y], to: [x(targetSeconds), y + 22] }, 'target'),
        label(
          { ...besideTarget(x(targetSeconds), { from: x(lowSeconds), to: ends }), y: y + 14, class: 'soft' },
          `promised ${durationWords(targetSeconds)}`,
        ),
      ];
    }),
  ]);
}

/** Left of the line, and right of it where the names or the measured bar are too near; never on the bar. */
function besideTarget(x: number, bar: { readonly from: number; readonly to: number }) {
  const isFree = (from: number, to: number) => to <= bar.from || from >= bar.to;
  if (x - WORDS >= LEFT && isFree(x - WORDS, x)) return { x: x - 6, anchor: 'end' as const };
  if (isFree(x, x + WORDS)) return { x: x + 6 };
  return { x: bar.to + 6 };
}

function wordsOf(bars: ObjectiveBars['bars']): string {
  const each = bars.map(
    ({ label: name, lowSeconds, highSeconds, targetSeconds, verdict }) =>
      `${name} ${durationWords(lowSeconds)} to ${durationWords(highSeconds)}, promised ${durationWords(targetSeconds)}, ${verdict}`,
  );
  return `Measured against promised, on a logarithmic scale: ${each.join('; ')}`;
}
