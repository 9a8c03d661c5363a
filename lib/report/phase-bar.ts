import { durationWords } from '../domain/judge/duration-words.ts';
import { element, type Html } from './html-element.ts';
import type { BarPart } from './report-model.ts';

const WIDTH = 1000;
const HEIGHT = 40;
const GAP = 2;

/** One bar, cut into its parts by their share. What it shows stands in the table below it too. */
export function phaseBar(parts: readonly BarPart[]): Html {
  const summary = parts.map(({ label, seconds }) => `${label} ${durationWords(seconds)}`).join(', ');
  const rectangles = parts.map(({ label, seconds, share }, index) => {
    const x = parts.slice(0, index).reduce((sum, part) => sum + part.share, 0) * WIDTH;
    const width = share * WIDTH;
    return element(
      'rect',
      {
        x: x.toFixed(2),
        y: 0,
        width: Math.max(0, width > 2 * GAP ? width - GAP : width).toFixed(2),
        height: HEIGHT,
        class: index % 2 === 0 ? 'even' : 'odd',
      },
      element('title', {}, `${label}: ${durationWords(seconds)}`),
    );
  });
  const frame = { class: 'bar', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none' };
  return element('svg', { ...frame, role: 'img', 'aria-label': `Phases: ${summary}` }, rectangles);
}
