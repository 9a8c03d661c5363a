import type { Figure } from '../figure.ts';
import type { Html } from '../html-element.ts';
import { drawDependencies } from './draw-dependencies.ts';
import { drawLedger } from './draw-ledger.ts';
import { drawObjectives } from './draw-objectives.ts';
import { drawSeries } from './draw-series.ts';
import { drawWaterfall } from './draw-waterfall.ts';

/** Any figure of a report as SVG. */
export function drawFigure(figure: Figure): Html {
  if (figure.kind === 'objectives') return drawObjectives(figure);
  if (figure.kind === 'waterfall') return drawWaterfall(figure);
  if (figure.kind === 'series') return drawSeries(figure);
  return figure.kind === 'ledger' ? drawLedger(figure) : drawDependencies(figure);
}
