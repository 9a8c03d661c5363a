import { type Content, element } from '../report/html-element.ts';
import { htmlPage } from '../report/html-page.ts';
import { CONSOLE_STYLE } from './console-style.ts';

interface Frame {
  readonly title: string;
  /** REAL, DRILL, or nothing where the page is about no run. */
  readonly scope?: 'REAL' | 'DRILL';
  /** Where the page above is; the list of runs has none. */
  readonly up?: { readonly path: string; readonly words: string };
  readonly body: Content;
}

/** A page of the console: no script, nothing from elsewhere, one column that a phone is wide enough for. */
export function consolePage({ title, scope, up, body }: Frame): string {
  const way = up ? [element('nav', {}, element('a', { href: up.path }, `← ${up.words}`))] : [];
  const mark = scope ? [element('p', { class: `mark ${scope.toLowerCase()}` }, scope)] : [];
  const main = element('main', {}, [...mark, element('h1', {}, title), body]);
  return htmlPage({
    title: `${scope ? `${scope}: ` : ''}${title}`,
    style: CONSOLE_STYLE,
    body: [...way, main],
  });
}

export function scopeMark(scope: string): 'REAL' | 'DRILL' {
  return scope === 'real' ? 'REAL' : 'DRILL';
}

/** Names and what is known of each, in two columns, or below each other where there is no room. */
export function factList(facts: readonly (readonly [name: string, value: Content])[]) {
  return element(
    'dl',
    {},
    facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

export function bulletList(items: readonly Content[]) {
  return element(
    'ul',
    {},
    items.map((item) => element('li', {}, item)),
  );
}
