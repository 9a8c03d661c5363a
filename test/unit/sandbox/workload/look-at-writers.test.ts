import { expect, it } from 'vitest';
import { makeLookAtWriters, type WritingService } from '../../../../lib/sandbox/workload/look-at-writers.ts';

const SHOP: WritingService = {
  name: 'shop',
  sites: ['frankfurt'],
  readGate: () => undefined,
  activeSite: () => 'frankfurt',
};

/** What is known after each reading of a gate, one after the other. */
function after(...held: readonly unknown[]) {
  const readings = [...held];
  const look = makeLookAtWriters([{ ...SHOP, readGate: () => readings.shift() }]);
  return held.map(() => look().writers['shop']?.gate);
}

it('takes a gate for open that nobody has written, or that is closed for nobody', () => {
  expect(after(undefined, { offAt: null })).toEqual(['open', 'open']);
});

it('takes it for closed where it names the site, and for open where it names another', () => {
  expect(after({ offAt: 'frankfurt', run: 'r', generation: 1 }, { offAt: 'dublin' })).toEqual([
    'closed',
    'open',
  ]);
});

it('keeps what it read last while the gate cannot be read, or makes no sense', () => {
  expect(after({ offAt: 'frankfurt' }, null, { off: true }, undefined, null)).toEqual([
    'closed',
    'closed',
    'closed',
    'open',
    'open',
  ]);
});

it('lets nobody write who has not read it yet', () => {
  expect(after(null, 'nonsense', undefined)).toEqual(['unread', 'unread', 'open']);
});

it('says of each service whether users are led to its region, by any name that the region has', () => {
  const elsewhere = { ...SHOP, name: 'other', activeSite: () => 'dublin' };
  const both = { ...SHOP, name: 'both', sites: ['dublin', 'frankfurt'], activeSite: () => 'dublin' };
  const { writers } = makeLookAtWriters([SHOP, elsewhere, both])();
  expect(writers).toEqual({
    shop: { gate: 'open', led: true },
    other: { gate: 'open', led: false },
    both: { gate: 'open', led: true },
  });
});
