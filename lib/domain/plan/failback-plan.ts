import { type Document, isMap, type Node, parseDocument, type YAMLMap } from 'yaml';

export interface FailbackSource {
  /** Text of the plan that was failed over. */
  readonly text: string;
  /** Run that failed it over; null where it was done by hand. */
  readonly run: string | null;
}

/** What is of the other region now, or would start by itself; a person adds what is wanted. */
const NOT_KEPT = ['schedule', 'network'] as const;

/**
 * The plan of the way back, as text to be looked at: sites, instances and buckets have changed places, and what the plan
 * is called, its secrets and its front doors stay, so that it shares lock and traffic switch with the plan of the way
 * there. Comments stay. Nothing in it starts by itself.
 */
export function failbackPlan({ text, run }: FailbackSource): string {
  const document = parseDocument(text);
  swap(document.get('sites'), 'primary', 'recovery');
  for (const list of ['databases', 'buckets'] as const)
    for (const item of itemsOf(document, list)) swap(item, 'primary', 'replica');
  const before = document.get('description');
  const from = run === null ? 'a failover' : `failover run ${run}`;
  const own = typeof before === 'string' && before !== '' ? `${before} ` : '';
  document.set('description', `${own}The way back after ${from}.`);
  document.setIn(['drills', 'switchover', 'failback'], false);
  for (const kind of drillsOf(document))
    for (const field of NOT_KEPT) document.deleteIn(['drills', kind, field]);
  return HEAD + document.toString({ lineWidth: 0 });
}

const HEAD = `# Written by \`muster failback plan\`. Look at every line, commit it, and then:
#   npx muster failback report --plan FILE    what the old primary alone holds
#   npx muster failback protect --plan FILE   the old primary becomes a replica
#   npx muster failback switch --plan FILE    roles change back, within a window
# Comments below are those of the plan of the way there.
`;

function swap(map: unknown, one: string, other: string): void {
  if (!isMap(map)) return;
  const [first, second] = [valueOf(map, one), valueOf(map, other)];
  if (first) map.set(other, first);
  if (second) map.set(one, second);
}

function valueOf(map: YAMLMap, key: string): Node | undefined {
  const value = map.get(key, true);
  return value === null ? undefined : value;
}

function itemsOf(document: Document, key: string): readonly unknown[] {
  const list: unknown = document.get(key);
  return typeof list === 'object' && list !== null && 'items' in list && Array.isArray(list.items)
    ? list.items
    : [];
}

function drillsOf(document: Document): readonly string[] {
  const drills = document.get('drills');
  return isMap(drills) ? drills.items.map(({ key }) => String(key)) : [];
}
