import { type Content, element, type Html } from '../html-element.ts';

/** Width of every drawing in its own units; a page scales it, and a phone scrolls it. */
export const WIDTH = 960;

/** A drawing with words for who cannot see it. */
export function drawing(height: number, words: string, content: Content): Html {
  const frame = { class: 'drawing', viewBox: `0 0 ${WIDTH} ${Math.ceil(height)}`, role: 'img' };
  return element('svg', { ...frame, 'aria-label': words }, content);
}

interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly class?: string;
}

export function label({ x, y, anchor = 'start', class: name }: TextPlace, text: string): Html {
  const place = { x: at(x), y: at(y), ...(anchor === 'start' ? {} : { 'text-anchor': anchor }) };
  return element('text', { ...place, class: name ?? false }, text);
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function box({ x, y, width, height }: Box, name: string, title?: string): Html {
  const place = { x: at(x), y: at(y), width: at(width), height: at(height), class: name };
  return element('rect', place, title === undefined ? [] : element('title', {}, title));
}

interface Line {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

export function line({ from, to }: Line, name: string): Html {
  return element('line', { x1: at(from[0]), y1: at(from[1]), x2: at(to[0]), y2: at(to[1]), class: name }, []);
}

/** Two decimals are finer than any screen, and the same on every machine. */
export function at(value: number): string {
  return String(Math.round(value * 100) / 100);
}
