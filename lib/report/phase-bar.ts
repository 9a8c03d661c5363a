import { durationWords } from '../domain/judge/duration-words.ts';
import { element, type Html } from './html-element.ts';
import type { BarPart } from './report-model.ts';

const WIDTH = 1000;
const HEIGHT = 44;

/** One bar, cut into its parts by their share. What it shows stands in the table below it too. */
export function phaseBar(parts: readonly BarPart[]): Html {
  const summary = parts.map(({ label, seconds }) => `${label} ${durationWords(seconds)}`).join(', ');
  let x = 0;
  const rectangles = parts.map(({ label, seconds, share }, index) => {
    const width = share * WIDTH;
    const rectangle = element(
      'rect',
      {
        x: x.toFixed(2),
        y: 0,
        width: Math.max(0, width - (width > 4 ? 1.5 : 0)).toFixed(2),
        height: HEIGHT,
        class: index % 2 === 0 ? 'even' : 'odd',
      },
      element('title', {}, `${label}: ${durationWords(seconds)}`),
    );
    const number =
      width < 26
        ? []
        : [
            element(
              'text',
              { x: (x + width / 2).toFixed(2), y: HEIGHT / 2 + 6, 'text-anchor': 'middle' },
              String(index + 1),
            ),
          ];
    x += width;
    return [rectangle, ...number];
  });
  return element(
    'svg',
    { class: 'bar', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `Phases: ${summary}` },
    rectangles,
  );
}
