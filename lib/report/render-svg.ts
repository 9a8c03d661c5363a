import type { Figure } from './figure.ts';
import { COLOURS, SVG_STYLE } from './html-style.ts';
import { drawFigure } from './svg/draw-figure.ts';

/** A figure as an SVG file of its own, with its style. */
export function renderSvg(figure: Figure): string {
  const drawn = drawFigure(figure).html;
  const style = `<style>svg{background:#fff;font-family:system-ui,sans-serif;${COLOURS}}${SVG_STYLE}</style>`;
  const body = drawn.replace(/^<svg ([^>]*)>/, `<svg xmlns="http://www.w3.org/2000/svg" $1>${style}`);
  return `${body}\n`;
}
