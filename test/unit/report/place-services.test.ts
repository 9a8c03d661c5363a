import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DependencyMap } from '../../../lib/report/figure.ts';
import { type Place, placeServices } from '../../../lib/report/svg/place-services.ts';

type Node = DependencyMap['nodes'][number];

/** Services of which each waits for some of those before it, a wave after the last of them. */
const services = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { minLength: 1, maxLength: 14 })
  .map((choices): readonly Node[] => {
    const nodes: Node[] = [];
    for (const [index, chosen] of choices.entries()) {
      const before = [...new Set(chosen.flatMap((each) => (index > 0 ? [nodes[each % index]] : [])))];
      const waitsFor = before.flatMap((node) => (node ? [node] : []));
      nodes.push({
        name: `s${index}`,
        wave: 1 + Math.max(0, ...waitsFor.map(({ wave }) => wave)),
        required: true,
        verdict: null,
        dependsOn: waitsFor.map(({ name }) => name),
      });
    }
    return nodes;
  });

const overlap = (a: Place, b: Place) => Math.abs(a.y - b.y) < (a.height + b.height) / 2 + 1;

test('nothing in a wave stands over anything else, also not a way that passes by', () => {
  fc.assert(
    fc.property(services, (nodes) => {
      const { nodes: placed, ways, bottom } = placeServices(nodes);
      const all = [...placed.values(), ...ways];
      expect(placed.size).toBe(nodes.length);
      for (const [index, one] of all.entries()) {
        expect(one.y + one.height / 2).toBeLessThanOrEqual(bottom);
        const beside = all.slice(index + 1).filter(({ wave }) => wave === one.wave);
        expect(beside.filter((other) => overlap(one, other))).toEqual([]);
      }
    }),
  );
});

test('an arrow that skips waves has a way through each of them, and no service has two in one wave', () => {
  fc.assert(
    fc.property(services, (nodes) => {
      const { ways } = placeServices(nodes);
      const keys = ways.map(({ from, wave }) => `${from} ${wave}`);
      expect(new Set(keys).size).toBe(keys.length);
      const waveOf = new Map(nodes.map(({ name, wave }) => [name, wave]));
      const wanted = nodes.flatMap(({ dependsOn, wave }) =>
        dependsOn.flatMap((name) => {
          const first = (waveOf.get(name) ?? 0) + 1;
          return Array.from({ length: Math.max(0, wave - first) }, (_, index) => `${name} ${first + index}`);
        }),
      );
      expect(new Set(keys)).toEqual(new Set(wanted));
    }),
  );
});
