/** Markup whose text is already escaped. */
export interface Xml {
  readonly markup: string;
}

export type XmlContent = string | number | boolean | Date | undefined | Xml | readonly XmlContent[];

/** One element; content is escaped, an instant is written in ISO 8601, undefined leaves the element empty. */
export function element(
  name: string,
  content?: XmlContent,
  attributes: Readonly<Record<string, string>> = {},
): Xml {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const inner = markupOf(content);
  return {
    markup: inner === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${inner}</${name}>`,
  };
}

/** Elements for those members that are defined, in the order of the object: an AWS structure leaves out what it has not. */
export function elements(members: Readonly<Record<string, XmlContent>>): Xml[] {
  return Object.entries(members)
    .filter(([, content]) => content !== undefined)
    .map(([name, content]) => element(name, content));
}

export function renderXml(root: Xml): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.markup}`;
}

function escapeXml(text: string): string {
  return text.replace(SPECIAL, (character) => ENTITIES[character] ?? character);
}

// A parser turns a bare carriage return into a line feed, so it travels as a reference (XML 1.0, section 2.11).
const SPECIAL = /[&<>"'\r]/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};

function markupOf(content: XmlContent): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return escapeXml(content);
  if (typeof content === 'number' || typeof content === 'boolean') return String(content);
  if (content instanceof Date) return content.toISOString();
  if ('markup' in content) return content.markup;
  return content.map(markupOf).join('');
}
