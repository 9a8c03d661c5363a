import { durationWords } from '../../domain/judge/duration-words.ts';
import type { Waterfall } from '../figure.ts';
import type { Html } from '../html-element.ts';
import { box, drawing, label, WIDTH } from './frame.ts';
import { timeAxis } from './time-axis.ts';

const LEFT = 190;
const RIGHT = WIDTH - 90;
const ROW = 24;
/** One that took next to nothing still shows. */
const THINNEST = 2;

/** Spans one below the other, each from where it began to where it ended. */
export function drawWaterfall({ spans }: Waterfall): Html {
  const to = Math.max(0, ...spans.map(({ start, seconds }) => start + seconds));
  const axis = timeAxis({ from: 0, to, left: LEFT, right: RIGHT });
  const bottom = spans.length * ROW + 4;
  const words = spans.map(({ label: name, seconds }) => `${name} ${durationWords(seconds)}`).join(', ');
  return drawing(bottom + 24, `Phases one after another: ${words}`, [
    ...axis.grid(0, bottom),
    ...spans.flatMap(({ label: name, start, seconds }, index) => {
      const y = index * ROW + 4;
      const width = Math.max(THINNEST, axis.x(start + seconds) - axis.x(start));
      const end = axis.x(start) + width;
      return [
        label({ x: LEFT - 10, y: y + 14, anchor: 'end' }, name),
        box({ x: axis.x(start), y, width, height: ROW - 6 }, index % 2 === 0 ? 'even' : 'odd'),
        label({ x: end + 6, y: y + 14, class: 'soft' }, durationWords(seconds)),
      ];
    }),
  ]);
}
