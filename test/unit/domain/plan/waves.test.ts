import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dependent, wavesOf } from '../../../../lib/domain/plan/waves.ts';

const service = (name: string, ...dependsOn: string[]): Dependent => ({ name, dependsOn });

/** Services that depend on earlier ones only, in any order. */
const acyclic: fc.Arbitrary<readonly Dependent[]> = fc
  .array(fc.array(fc.nat(19), { maxLength: 4 }), { maxLength: 20 })
  .map((edges) =>
    edges.map((to, at) => service(`s${at}`, ...to.filter((index) => index < at).map((index) => `s${index}`))),
  )
  .chain((services) => fc.shuffledSubarray(services, { minLength: services.length }));

describe('waves', () => {
  it('put a service after all that it depends on', () => {
    const waves = wavesOf([
      service('web', 'api'),
      service('api', 'db', 'auth'),
      service('auth', 'db'),
      service('db'),
    ]);
    expect(waves).toEqual({
      ok: true,
      waveByService: new Map([
        ['db', 0],
        ['auth', 1],
        ['api', 2],
        ['web', 3],
      ]),
    });
  });

  it('of no services are none', () => {
    expect(wavesOf([])).toEqual({ ok: true, waveByService: new Map() });
  });

  it('name a cycle, without the services that only lead to it', () => {
    expect(
      wavesOf([service('web', 'a'), service('a', 'b'), service('b', 'c'), service('c', 'a'), service('db')]),
    ).toEqual({
      ok: false,
      cycle: ['a', 'b', 'c', 'a'],
    });
    expect(wavesOf([service('a', 'a')])).toEqual({ ok: false, cycle: ['a', 'a'] });
  });

  it('are as early as the dependencies allow, for every graph without a cycle', () => {
    fc.assert(
      fc.property(acyclic, (services) => {
        const waves = wavesOf(services);
        if (!waves.ok) throw new Error(`cycle ${waves.cycle.join(' → ')}`);
        const waveOf = (name: string) => waves.waveByService.get(name) ?? Number.NaN;
        for (const { name, dependsOn } of services) {
          expect(waveOf(name)).toBe(Math.max(-1, ...dependsOn.map(waveOf)) + 1);
        }
      }),
    );
  });

  it('name a real cycle in every graph that has one', () => {
    const anyGraph = fc.array(fc.array(fc.nat(7), { maxLength: 3 }), { maxLength: 8 });
    fc.assert(
      fc.property(anyGraph, (edges) => {
        const services = edges.map((to, at) => service(`s${at}`, ...to.map((index) => `s${index}`)));
        const waves = wavesOf(services);
        if (waves.ok) return;
        expect(waves.cycle.length).toBeGreaterThan(1);
        expect(waves.cycle.at(-1)).toBe(waves.cycle[0]);
        waves.cycle.slice(1).forEach((name, at) => {
          expect(services.find((one) => one.name === waves.cycle[at])?.dependsOn).toContain(name);
        });
      }),
    );
  });
});
