import { layout } from '@dagrejs/dagre';
import { Graph } from '@dagrejs/graphlib';
import type { DependencyMap } from '../figure.ts';
import { element, type Html } from '../html-element.ts';
import { at, box, drawing, label, WIDTH } from './frame.ts';

const NODE_HEIGHT = 44;
const LETTER = 8;
const PADDING = 28;

/** Services as boxes, each with arrows from what it waits for, the first wave on the left. */
export function drawDependencies(map: DependencyMap): Html {
  const graph = laidOut(map);
  const { width = 0, height = 0 } = graph.graph();
  const scale = Math.min(1, WIDTH / width);
  return drawing(height * scale + 4, wordsOf(map), [
    element('g', { transform: `translate(2 2) scale(${at(scale)})` }, [
      ...graph.edges().map((edge) => arrow(graph.edge(edge).points)),
      ...map.nodes.flatMap(({ name, wave, required, verdict }) => {
        const { x, y, width: wide } = graph.node(name);
        const left = x - wide / 2;
        const second = `wave ${wave}${required ? '' : ', optional'}${verdict ? `, ${verdict}` : ''}`;
        return [
          box(
            { x: left, y: y - NODE_HEIGHT / 2, width: wide, height: NODE_HEIGHT },
            `node ${verdict ?? ''}`.trim(),
          ),
          label({ x, y: y - 3, anchor: 'middle' }, name),
          label({ x, y: y + 14, anchor: 'middle', class: 'soft' }, second),
        ];
      }),
    ]),
  ]);
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Placed extends Point {
  readonly width: number;
  readonly height: number;
}

interface Size {
  readonly width?: number;
  readonly height?: number;
  readonly rankdir: 'LR';
  readonly ranksep: number;
  readonly nodesep: number;
  readonly marginx: number;
  readonly marginy: number;
}

function laidOut({ nodes }: DependencyMap) {
  const graph = new Graph<Size, Placed, { readonly points: readonly Point[] }>();
  graph.setGraph({ rankdir: 'LR', ranksep: 50, nodesep: 14, marginx: 2, marginy: 2 });
  graph.setDefaultEdgeLabel(() => ({ points: [] }));
  for (const { name } of nodes) {
    graph.setNode(name, {
      x: 0,
      y: 0,
      width: Math.max(name.length, 16) * LETTER + PADDING,
      height: NODE_HEIGHT,
    });
  }
  for (const { name, dependsOn } of nodes) for (const before of dependsOn) graph.setEdge(before, name);
  layout(graph);
  return graph;
}

/** Its head is drawn, not a marker: markers need ids, which two drawings in one page would share. */
function arrow(points: readonly Point[]): Html {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${at(x)} ${at(y)}`).join('');
  const [end, before] = [points.at(-1), points.at(-2)];
  if (!end || !before) return element('g', {}, []);
  const angle = Math.atan2(end.y - before.y, end.x - before.x);
  const side = (turn: number) =>
    `L${at(end.x - 9 * Math.cos(angle + turn))} ${at(end.y - 9 * Math.sin(angle + turn))}`;
  return element('g', {}, [
    element('path', { d: path, class: 'edge' }, []),
    element('path', { d: `M${at(end.x)} ${at(end.y)}${side(0.4)}${side(-0.4)}Z`, class: 'head' }, []),
  ]);
}

function wordsOf({ nodes }: DependencyMap): string {
  const each = nodes.map(
    ({ name, wave, dependsOn }) =>
      `${name} in wave ${wave}${dependsOn.length > 0 ? ` after ${dependsOn.join(' and ')}` : ''}`,
  );
  return `Services and what they wait for: ${each.join('; ')}`;
}
