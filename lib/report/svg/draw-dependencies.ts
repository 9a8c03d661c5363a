import { linkHorizontal } from 'd3-shape';
import type { DependencyMap } from '../figure.ts';
import { element, type Html } from '../html-element.ts';
import { at, box, drawing, label } from './frame.ts';
import { type Place, type PlacedServices, placeServices } from './place-services.ts';

type Node = DependencyMap['nodes'][number];

/** Services as boxes, a column for each wave, with arrows from what each waits for. */
export function drawDependencies({ nodes }: DependencyMap): Html {
  const placed = placeServices(nodes);
  const services = [...placed.nodes.values()];
  const arrows = services.flatMap((node) =>
    node.dependsOn.flatMap((name) => arrow(stationsOf(name, node, placed), node)),
  );
  const headings = new Map(services.map(({ wave, x, width }) => [wave, x + width / 2]));
  return drawing(placed.bottom + 4, wordsOf(nodes), [
    ...[...headings].map(([wave, x]) => label({ x, y: 14, anchor: 'middle', class: 'soft' }, `wave ${wave}`)),
    ...arrows,
    ...services.flatMap(boxOf),
  ]);
}

function boxOf({ name, x, y, width, height, required, verdict }: Node & Place): readonly Html[] {
  const second = [required ? 'required' : 'optional', ...(verdict ? [verdict] : [])].join(', ');
  const middle = x + width / 2;
  return [
    box({ x, y: y - height / 2, width, height }, `node ${verdict ?? ''}`.trim(), name),
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

/** Where an arrow begins, and the ways by which it passes the waves between. */
function stationsOf(name: string, { wave }: Place, { nodes, ways }: PlacedServices): readonly Place[] {
  const start = nodes.get(name);
  return start ? [start, ...ways.filter((way) => way.from === name && way.wave < wave)] : [];
}

const curve = linkHorizontal<unknown, readonly [number, number]>()
  .x(([x]) => x)
  .y(([, y]) => y);

/** Its head is drawn and no marker: markers need ids, which two drawings in one page would share. */
function arrow(stations: readonly Place[], after: Place): readonly Html[] {
  if (stations.length === 0) return [];
  const d = stations.map((station, index) => {
    const next = stations[index + 1] ?? { ...after, x: after.x - 8 };
    const passed = index === 0 ? '' : `M${at(station.x)} ${at(station.y)}h${at(station.width)}`;
    return `${passed}${curve({ source: [station.x + station.width, station.y], target: [next.x, next.y] })}`;
  });
  const head = `M${at(after.x - 1)} ${at(after.y)}l-9 -4.5v9Z`;
  return [
    element('path', { d: d.join(''), class: 'edge' }, []),
    element('path', { d: head, class: 'head' }, []),
  ];
}

function wordsOf(nodes: readonly Node[]): string {
  const each = nodes.map(
    ({ name, wave, dependsOn }) =>
      `${name} in wave ${wave}${dependsOn.length > 0 ? ` after ${dependsOn.join(' and ')}` : ''}`,
  );
  return `Services and what they wait for: ${each.join('; ')}`;
}
