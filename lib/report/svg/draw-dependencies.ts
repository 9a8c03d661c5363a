import { linkHorizontal } from 'd3-shape';
import type { DependencyMap } from '../figure.ts';
import { element, type Html } from '../html-element.ts';
import { at, box, drawing, label, WIDTH } from './frame.ts';

type Node = DependencyMap['nodes'][number];

interface Placed extends Node {
  readonly x: number;
  /** Of its middle. */
  readonly y: number;
  readonly width: number;
}

const HEIGHT = 44;
const ROW = 58;
const WIDEST = 210;
const LEAST_GAP = 34;
const HEADING = 22;

/** Services as boxes, a column for each wave, with arrows from what each waits for. */
export function drawDependencies({ nodes }: DependencyMap): Html {
  const placed = placedNodes(nodes);
  const byName = new Map(placed.map((node) => [node.name, node]));
  const arrows = placed.flatMap((node) => {
    return node.dependsOn.flatMap((name) => arrow(byName.get(name), node));
  });
  const headings = new Map(placed.map(({ wave, x, width }) => [wave, x + width / 2]));
  const bottom = Math.max(0, ...placed.map(({ y }) => y)) + HEIGHT / 2;
  return drawing(bottom + 4, wordsOf(nodes), [
    ...[...headings].map(([wave, x]) => label({ x, y: 14, anchor: 'middle', class: 'soft' }, `wave ${wave}`)),
    ...arrows,
    ...placed.flatMap(boxOf),
  ]);
}

/** Within a wave those stand together that wait for the same: each at the mean height of what it waits for. */
function placedNodes(nodes: readonly Node[]): readonly Placed[] {
  const waves = [...new Set(nodes.map(({ wave }) => wave))].toSorted((a, b) => a - b);
  const step = waves.length > 1 ? (WIDTH - 2) / waves.length : WIDEST + LEAST_GAP;
  const width = Math.min(WIDEST, step - LEAST_GAP);
  const rows = new Map<string, number>();
  return waves.flatMap((wave, column) => {
    const own = nodes.filter((node) => node.wave === wave);
    return own
      .toSorted((a, b) => meanRow(a, rows) - meanRow(b, rows))
      .map((node, row) => {
        rows.set(node.name, row);
        return { ...node, x: 1 + column * step, y: HEADING + row * ROW + HEIGHT / 2, width };
      });
  });
}

function meanRow({ dependsOn }: Node, rows: ReadonlyMap<string, number>): number {
  return dependsOn.reduce((sum, name) => sum + (rows.get(name) ?? 0), 0) / Math.max(1, dependsOn.length);
}

function boxOf({ name, x, y, width, required, verdict }: Placed): readonly Html[] {
  const second = [required ? 'required' : 'optional', ...(verdict ? [verdict] : [])].join(', ');
  const middle = x + width / 2;
  return [
    box({ x, y: y - HEIGHT / 2, width, height: HEIGHT }, `node ${verdict ?? ''}`.trim(), name),
    label({ x: middle, y: y - 3, anchor: 'middle' }, shortened(name, width)),
    label({ x: middle, y: y + 14, anchor: 'middle', class: 'soft' }, second),
  ];
}

const LETTER = 7.5;

/** The whole name stands in the box's title, and in the table below. */
function shortened(name: string, width: number): string {
  const room = Math.floor((width - 10) / LETTER);
  return name.length <= room ? name : `${name.slice(0, Math.max(1, room - 1))}…`;
}

const path = linkHorizontal<unknown, readonly [number, number]>()
  .x(([x]) => x)
  .y(([, y]) => y);

/** Its head is drawn and no marker: markers need ids, which two drawings in one page would share. */
function arrow(before: Placed | undefined, after: Placed): readonly Html[] {
  if (!before) return [];
  const end = after.x - 8;
  const curve = path({ source: [before.x + before.width, before.y], target: [end, after.y] }) ?? '';
  const head = `M${at(after.x - 1)} ${at(after.y)}l-9 -4.5v9Z`;
  return [element('path', { d: curve, class: 'edge' }, []), element('path', { d: head, class: 'head' }, [])];
}

function wordsOf(nodes: readonly Node[]): string {
  const each = nodes.map(
    ({ name, wave, dependsOn }) =>
      `${name} in wave ${wave}${dependsOn.length > 0 ? ` after ${dependsOn.join(' and ')}` : ''}`,
  );
  return `Services and what they wait for: ${each.join('; ')}`;
}
