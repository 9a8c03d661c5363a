import type { Figure } from '../figure.ts';
import type { Html } from '../html-element.ts';
import { drawDependencies } from './draw-dependencies.ts';
import { drawLedger } from './draw-ledger.ts';
import { drawObjectives } from './draw-objectives.ts';
import { drawWaterfall } from './draw-waterfall.ts';

/** Any figure of a report as SVG. */
export function drawFigure(figure: Figure): Html {
  switch (figure.kind) {
    case 'objectives':
      return drawObjectives(figure);
    case 'waterfall':
      return drawWaterfall(figure);
    case 'ledger':
      return drawLedger(figure);
    case 'dependencies':
      return drawDependencies(figure);
  }
}
