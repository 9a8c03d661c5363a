import { scaleLinear } from 'd3-scale';
import type { Html } from '../html-element.ts';
import { label, line } from './frame.ts';

export interface TimeAxis {
  /** Horizontal place of a moment, in seconds after the disruption. */
  readonly x: (seconds: number) => number;
  /** Lines over the whole height, and the moments below it. */
  readonly grid: (top: number, bottom: number) => readonly Html[];
}

interface Extent {
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
}

const TICKS = 8;

export function timeAxis({ from, to, left, right }: Extent): TimeAxis {
  const scale = scaleLinear().domain([from, to]).range([left, right]);
  const words = scale.tickFormat(TICKS);
  return {
    x: (seconds) => scale(seconds),
    grid: (top, bottom) =>
      scale.ticks(TICKS).flatMap((tick) => {
        const x = scale(tick);
        return [
          line({ from: [x, top], to: [x, bottom] }, 'grid'),
          label({ x, y: bottom + 16, anchor: 'middle', class: 'soft' }, `${words(tick)} s`),
        ];
      }),
  };
}
