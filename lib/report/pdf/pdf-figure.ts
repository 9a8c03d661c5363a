import type { Figure } from '../figure.ts';
import { COLOURS } from '../html-style.ts';
import { renderSvg } from '../render-svg.ts';

const VARIABLES: ReadonlyMap<string, string> = new Map(
  COLOURS.split(';').map((rule): [string, string] => {
    const [name = '', value = ''] = rule.split(':');
    return [name, value];
  }),
);

/** A figure as SVG without variables of CSS, which no reader of SVG but a browser knows. */
export function pdfFigure(figure: Figure): string {
  return renderSvg(figure).replaceAll(
    /var\((--[a-z]+)\)/g,
    (whole, name: string) => VARIABLES.get(name) ?? whole,
  );
}
