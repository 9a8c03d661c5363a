import { expect, test } from 'vitest';
import { makePorts } from '../../../../lib/sandbox/network/free-port.ts';

test('a port is given once, also while nothing listens on it yet', async () => {
  const drawn = [20_001, 20_001, 20_002, 20_001, 20_003];
  const isFree = async (port: number) => port !== 20_002;
  const ports = makePorts({ draw: () => drawn.shift() ?? 20_004, isFree });
  const given = await Promise.all([ports.free(), ports.free(), ports.free()]);
  expect(given.toSorted()).toEqual([20_001, 20_003, 20_004]);
});
