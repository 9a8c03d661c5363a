import type { DependencyMap } from '../figure.ts';
import { WIDTH } from './frame.ts';

type Node = DependencyMap['nodes'][number];

/** Where a thing stands in its wave's column; `y` is that of its middle. */
export interface Place {
  readonly wave: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedServices {
  readonly nodes: ReadonlyMap<string, Node & Place>;
  /** Where arrows of a service pass a wave in which nothing waits for it, so that they lead behind no other service. */
  readonly ways: readonly (Place & { readonly from: string })[];
  readonly bottom: number;
}

const BOX = 44;
const GAP = 14;
const WIDEST = 210;
const LEAST_GAP = 34;
const HEADING = 22;

interface Slot {
  readonly from: string;
  readonly node: Node | null;
  /** The mean height of what stands before it. */
  readonly pull: number;
}

/** Services in a column for each wave. Within a wave those stand together that wait for the same. */
export function placeServices(nodes: readonly Node[]): PlacedServices {
  const waves = [...new Set(nodes.map(({ wave }) => wave))].toSorted((a, b) => a - b);
  const step = waves.length > 1 ? (WIDTH - 2) / waves.length : WIDEST + LEAST_GAP;
  const width = Math.min(WIDEST, step - LEAST_GAP);
  const placed = new Map<string, Node & Place>();
  const ways: (Place & { readonly from: string })[] = [];
  const heightOf = (name: string): number =>
    ways.findLast(({ from }) => from === name)?.y ?? placed.get(name)?.y ?? 0;
  let bottom = HEADING;
  for (const [column, wave] of waves.entries()) {
    let top = HEADING;
    for (const { node, from } of slotsOf(nodes, wave, heightOf)) {
      const height = node ? BOX : 0;
      const place = { wave, x: 1 + column * step, y: top + height / 2, width, height };
      if (node) placed.set(node.name, { ...node, ...place });
      else ways.push({ from, ...place });
      top += height + GAP;
    }
    bottom = Math.max(bottom, top - GAP);
  }
  return { nodes: placed, ways, bottom };
}

function slotsOf(nodes: readonly Node[], wave: number, heightOf: (name: string) => number): readonly Slot[] {
  const own = nodes
    .filter((node) => node.wave === wave)
    .map((node): Slot => ({ from: node.name, node, pull: mean(node.dependsOn.map(heightOf)) }));
  const passing = nodes
    .filter((node) => node.wave < wave && nodes.some((later) => later.wave > wave && waitsFor(later, node)))
    .map((node): Slot => ({ from: node.name, node: null, pull: heightOf(node.name) }));
  return [...own, ...passing].toSorted((a, b) => a.pull - b.pull);
}

function waitsFor({ dependsOn }: Node, { name }: Node): boolean {
  return dependsOn.includes(name);
}

function mean(heights: readonly number[]): number {
  return heights.reduce((sum, height) => sum + height, 0) / Math.max(1, heights.length);
}
