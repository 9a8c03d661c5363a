import { expect, test } from 'vitest';
import { failoverResult, type Pair } from '../../bench/failover/failover-part.ts';
import { verifyResult } from '../../bench/verify/verify-part.ts';
import { interpreterResult } from '../../bench/interpreter/interpreter-part.ts';
import { memoryResult } from '../../bench/memory/memory-part.ts';
import { rpoResult } from '../../bench/rpo/rpo-part.ts';
import { table } from '../../bench/table.ts';

function pair(seconds: number, more: Partial<Pair['drill']> = {}): Pair {
  const phases = { promote: seconds / 2, 'first-write': seconds / 2 };
  return {
    fault: 'region-loss',
    ratio: seconds / 0.2,
    floor: { seconds: 0.2, promotedSeconds: 0.1, switchedSeconds: 0.15 },
    drill: {
      verdict: 'met',
      seconds,
      phases,
      detectSeconds: 0.3,
      fenceSeconds: 0.01,
      truthBreaches: [],
      ...more,
    },
  };
}

const failed = (bars: readonly { name: string; passed: boolean }[]) =>
  bars.filter(({ passed }) => !passed).map(({ name }) => name);

test('the failover passes when every bar holds, and shows the median share of each phase', () => {
  const result = failoverResult([pair(0.3), pair(0.4), pair(0.5)]);
  expect(result.passed).toBe(true);
  expect(result.all.phaseShares).toEqual({ promote: 0.5, 'first-write': 0.5 });
  expect(result.all.ratio).toEqual({ median: 2, percentile90: 2.5, worst: 2.5 });
});

test.each([
  [[pair(0.6)], ['median ratio to the floor']],
  [[pair(0.3), pair(0.3), pair(0.9)], ['90th percentile of the ratio']],
  [
    [pair(0.3), pair(0.4, { truthBreaches: ['x'] })],
    ['drills whose report is better than the truth or leaves it out'],
  ],
  [[pair(0.3), pair(0.4, { verdict: 'inconclusive' })], ['drills not met']],
])('the failover fails by the bar that does not hold', (pairs, names) => {
  const result = failoverResult(pairs);
  expect(result.passed).toBe(false);
  expect(failed(result.bars)).toEqual(names);
});

test('a drill that came to no first write fails the bench, and does not hide the others', () => {
  const result = failoverResult([pair(0.3)], ['a drill ended with 70']);
  expect(failed(result.bars)).toEqual(['drills that came to no first write']);
  expect(result.all.drills).toBe(1);
  expect(() => failoverResult([], ['a drill ended with 70'])).toThrow(
    'no drill came to a first write: a drill ended with 70',
  );
});

test('a write later than a second after the declaration fails, whatever the floor', () => {
  const slow = pair(1.2);
  expect(failed(failoverResult([{ ...slow, ratio: 1.5 }]).bars)).toEqual([
    'worst seconds from declared to first write',
  ]);
});

const footprint = (residentMiB: number) => ({
  verdict: 'met',
  residentMiB,
  uncollectedMiB: 200,
  processes: 9,
  fileMiB: {},
});

test('memory passes when the last drill takes a tenth more than the third at most, and nothing is left', () => {
  const growing = [90, 95, 100, 104, 109].map(footprint);
  expect(memoryResult(growing, []).passed).toBe(true);
  expect(memoryResult(growing, ['process 12 postgres']).passed).toBe(false);
  expect(memoryResult([...growing, footprint(111)], []).passed).toBe(false);
  expect(() => memoryResult([footprint(90)], [])).toThrow('1 drills are too few for a comparison');
});

const delayed = {
  delaySeconds: 0.5,
  lowSeconds: 0.48,
  highSeconds: 0.6,
  intervalSeconds: 0.02,
  lost: 25,
  acknowledged: 24,
  truthBreaches: [],
};

test('the loss passes when its interval holds the delay, and as many heartbeats are lost as it holds', () => {
  expect(rpoResult([delayed]).passed).toBe(true);
  expect(rpoResult([{ ...delayed, lowSeconds: 0.51 }]).passed).toBe(false);
  expect(rpoResult([{ ...delayed, lost: 27 }]).passed).toBe(false);
  expect(rpoResult([{ ...delayed, lost: 19, acknowledged: 19 }]).passed).toBe(false);
});

test('the table says plainly which bar does not hold, and what machine it comes from', () => {
  const { passed, bars } = failoverResult([pair(0.6)]);
  const machine = {
    cores: 2,
    model: 'EPYC',
    memoryGiB: 4,
    kernel: 'Linux 6',
    node: 'v24.1.0',
    fsyncMs: 0.4,
    loadBefore: 0,
  };
  const text = table({
    schemaVersion: 1,
    at: '2026-11-21T12:00:00Z',
    machine,
    passed,
    parts: { failover: { passed, bars } },
  });
  expect(text).toContain('| failover | median ratio to the floor | at most 2.50 | 3.00 | **no** |');
  expect(text).toContain(
    'on 2 cores of EPYC, 4 GiB, Linux 6, Node 24.1.0; an fdatasync of 8 KiB takes 0.4 ms.',
  );
});

test('the table shows figures beside the bars, and whether an aim is met', () => {
  const figures = [
    { name: 'gap by hand', measured: 0.125, aim: null },
    { name: 'gap to that by hand', measured: 1.5, aim: 1.2 },
  ];
  const machine = { cores: 2, model: 'x', memoryGiB: 4, kernel: 'x', node: 'v24', fsyncMs: 1, loadBefore: 0 };
  const parts = { switchover: { passed: true, bars: [], figures } };
  const text = table({ schemaVersion: 1, at: '2026-11-21T12:00:00Z', machine, passed: true, parts });
  expect(text).toContain('| switchover | gap by hand |  | 0.125 |  |');
  expect(text).toContain('| switchover | gap to that by hand | aim 1.20 | 1.50 | aim missed |');
});

test('the interpreter is held to the cost of a transition beside its handler, and to a memory that does not grow', () => {
  const round = { transitions: 100, calls: 30, bareMs: 10, interpreterMs: 60, residentMiB: 100, heapMiB: 14 };
  const good = interpreterResult([round, { ...round, residentMiB: 105 }]);
  expect(good.passed).toBe(true);
  expect(good.bars.map(({ measured }) => measured)).toEqual([0.5, 1.05]);
  expect(good.transitionsPerSecond).toBeCloseTo(1667, 0);
  expect(failed(interpreterResult([round, { ...round, residentMiB: 106 }]).bars)).toEqual([
    'resident memory after 200 transitions to that after 100, garbage collected',
  ]);
  const slow = { ...round, interpreterMs: 200 };
  expect(failed(interpreterResult([slow, slow]).bars)).toEqual([
    'milliseconds that a transition costs beside its handler, median',
  ]);
  expect(() => interpreterResult([round])).toThrow('one round is too few for a comparison');
});

test('verifying is held to a bare loop over the same signatures, and to a memory that does not grow', () => {
  const round = { bundles: 10, bareMs: 10, verifyMs: 20, residentMiB: 100 };
  const good = verifyResult([round, { ...round, residentMiB: 110 }]);
  expect(good.passed).toBe(true);
  expect(good.bars.map(({ measured }) => measured)).toEqual([2, 1.1]);
  expect(good.figures.map(({ measured }) => measured)).toEqual([2, 1]);
  expect(failed(verifyResult([round, { ...round, residentMiB: 111 }]).bars)).toEqual([
    'resident memory after 20 bundles to that after 10, garbage collected',
  ]);
  const slow = { ...round, verifyMs: 21 };
  expect(failed(verifyResult([slow, slow]).bars)).toEqual([
    'time to verify to that of a bare loop that hashes and checks the signatures, median',
  ]);
  expect(() => verifyResult([round])).toThrow('one round is too few for a comparison');
});
