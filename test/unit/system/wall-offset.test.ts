import { describe, expect, it } from 'vitest';
import { isOffsetOf, wallOffsetNs } from '../../../lib/system/wall-offset.ts';

const OFFSET_NS = 1_700_000_000_123_456_789n;
const EACH_READING_NS = 300n;

/** A machine whose clocks are `OFFSET_NS` apart; `pauses` says how long the process is put aside before a reading. */
function machine(
  pauses: Readonly<Record<number, bigint>>,
  setForward = { at: Number.POSITIVE_INFINITY, ns: 0n },
) {
  let ns = 5_000_000_000n;
  let readings = 0;
  const advance = () => {
    readings += 1;
    ns += EACH_READING_NS + (pauses[readings] ?? 0n);
    return ns;
  };
  const stepped = () => (readings >= setForward.at ? setForward.ns : 0n);
  return {
    monotonicNs: () => advance(),
    wallMs: () => Number((advance() + OFFSET_NS + stepped()) / 1_000_000n),
  };
}

const errorNs = (offset: bigint, truth = OFFSET_NS) => Math.abs(Number(offset - truth));

describe('the offset of wall time', () => {
  it('is known to better than 0.05 ms, though wall time is read in whole milliseconds', () => {
    expect(errorNs(wallOffsetNs(machine({})))).toBeLessThan(50_000);
  });

  it.each([
    ['before wall time is read', 2],
    ['after wall time was read', 3],
    ['between two rounds', 5],
  ])('is not shifted by a process that is put aside for 13 ms %s', (_, reading) => {
    expect(errorNs(wallOffsetNs(machine({ [reading]: 13_000_000n })))).toBeLessThan(50_000);
  });

  it('is the new one when wall time is set while it is read', () => {
    const setForward = { at: 40, ns: 3_000_000_000n };
    expect(errorNs(wallOffsetNs(machine({}, setForward)), OFFSET_NS + setForward.ns)).toBeLessThan(50_000);
  });

  it('is given after 20 ms at the latest, as well as it is known then', () => {
    const slow = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [index, 3_000_000n]));
    expect(errorNs(wallOffsetNs(machine(slow)))).toBeLessThan(4_000_000);
  });
});

describe('an offset that is known', () => {
  it('holds for as long as no clock is set, however long a reading of it is held up', () => {
    expect(isOffsetOf(machine({}), OFFSET_NS)).toBe(true);
    expect(isOffsetOf(machine({ 2: 13_000_000n }), OFFSET_NS)).toBe(true);
  });

  it.each([
    ['wall time was set forward', 50_000_000n],
    ['the monotonic clock stood still for as long', 3_600_000_000_000n],
    ['wall time was set back', -50_000_000n],
  ])('holds no more when %s', (_, ns) => {
    expect(isOffsetOf(machine({}, { at: 0, ns }), OFFSET_NS)).toBe(false);
  });
});
