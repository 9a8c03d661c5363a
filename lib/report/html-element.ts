const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** HTML that is safe as it is. Only `raw` and the elements below make it, so text cannot slip in unescaped. */
export interface Html {
  readonly html: string;
}

export type Content = Html | string | readonly Content[];

/** What XML has no place for, and what turns the direction of text on a page. */
const STEERING = /(?![\n\t])[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text and attribute values, escaped. */
function escapeHtml(text: string): string {
  return text.replace(STEERING, ' ').replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? character);
}

/** For fixed parts of a page only: never for anything that comes from a run. */
export function raw(html: string): Html {
  return { html };
}

/** An element with escaped attributes; an attribute of `false` is left out. Text in `content` is escaped. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | false>>,
  content?: Content,
): Html {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== false)
    .map(([key, value]) => ` ${key}="${escapeHtml(String(value))}"`)
    .join('');
  if (content === undefined) return { html: `<${name}${written}>` };
  return { html: `<${name}${written}>${flatten(content)}</${name}>` };
}

export function flatten(content: Content): string {
  if (typeof content === 'string') return escapeHtml(content);
  return 'html' in content ? content.html : content.map(flatten).join('');
}
