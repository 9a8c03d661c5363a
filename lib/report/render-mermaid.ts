import type { DependencyMap } from './figure.ts';

/** Services and what they wait for as a Mermaid flowchart, a subgraph for each wave. Names are plain by their schema. */
export function renderMermaid({ nodes }: DependencyMap): string {
  const ids = new Map(nodes.map(({ name }, index) => [name, `s${index}`]));
  const waves = [...new Set(nodes.map(({ wave }) => wave))].toSorted((a, b) => a - b);
  const lines = [
    'flowchart LR',
    ...waves.flatMap((wave) => [
      `  subgraph wave${wave}["wave ${wave}"]`,
      ...nodes
        .filter((node) => node.wave === wave)
        .map(
          ({ name, required }) =>
            `    ${ids.get(name)}${required ? `["${name}"]` : `(["${name}, optional"])`}`,
        ),
      '  end',
    ]),
    ...nodes.flatMap(({ name, dependsOn }) =>
      dependsOn.map((before) => `  ${ids.get(before)} --> ${ids.get(name)}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}
