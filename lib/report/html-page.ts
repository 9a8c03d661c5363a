import { type Content, element, flatten, raw } from './html-element.ts';
import { STYLE } from './html-style.ts';

/** Nothing is loaded and nothing runs: a page opens the same from a mail, a bucket or a printed archive's disk. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

interface Page {
  readonly title: string;
  /** Rules beside those that all pages share. */
  readonly style?: string;
  readonly body: Content;
}

/** One HTML file without any external part. */
export function htmlPage({ title, style = '', body }: Page): string {
  const head = element('head', {}, [
    element('meta', { charset: 'utf-8' }),
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }),
    element('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    element('title', {}, title),
    element('style', {}, raw(`${STYLE}${style}`)),
  ]);
  const page = element('html', { lang: 'en' }, [head, '\n', element('body', {}, body)]);
  return `<!doctype html>\n${flatten(page)}\n`;
}
