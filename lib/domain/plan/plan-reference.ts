import { type PlanField, planFields } from './schema-fields.ts';

const BLOCK = /<!-- fields: ([\w., -]+) -->\n[^]*?<!-- end -->/g;

/**
 * Fills the tables of the reference: each block that names fields of the plan gets a row for each of them and for all
 * that lies within, from the schema. A field named with a full stop behind it stands alone.
 */
export function fillReference(text: string): string {
  const all = planFields();
  return text.replaceAll(BLOCK, (_, names: string) => {
    const roots = names.split(',').map((name) => name.trim());
    const rows = all.filter(({ path }) => roots.some((root) => isWithin(path, root))).map(rowOf);
    const head = ['| field | form | default | meaning |', '|---|---|---|---|'];
    return [`<!-- fields: ${names} -->`, '', ...head, ...rows, '', '<!-- end -->'].join('\n');
  });
}

function isWithin(path: string, root: string): boolean {
  if (root.endsWith('.')) return path === root.slice(0, -1);
  return path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[]`);
}

function rowOf({ path, form, standard, meaning }: PlanField): string {
  const written = /^(required|none)$/.test(standard) ? standard : `\`${standard}\``;
  return `| \`${path}\` | ${form} | ${written} | ${meaning.replaceAll('|', '\\|')} |`;
}
