import { expect, test } from 'vitest';
import { freePort, makePorts } from '../../../../lib/sandbox/network/free-port.ts';

test('a port is given once, also while nothing listens on it yet', async () => {
  const isFree = async (port: number) => port !== 20_002;
  const ports = makePorts({ draw: () => 20_000, hold: async () => true, isFree });
  const given = await Promise.all([ports.free(), ports.free(), ports.free()]);
  expect(given).toEqual([20_001, 20_003, 20_004]);
});

test('a block that another holds is left alone, and one that is used up is followed by another', async () => {
  const drawn = [20_000, 20_064, 20_128];
  const ports = makePorts({
    draw: () => drawn.shift() ?? 20_192,
    hold: async (port) => port !== 20_000,
    isFree: async () => true,
  });
  const given = await Promise.all(Array.from({ length: 64 }, () => ports.free()));
  expect([given[0], given[62], given[63]]).toEqual([20_065, 20_127, 20_129]);
});

test('where every block is held, nothing is given', async () => {
  const ports = makePorts({ draw: () => 20_000, hold: async () => false, isFree: async () => true });
  await expect(ports.free()).rejects.toThrow('no free port was found');
});

test('two sandboxes of this machine never share a block', async () => {
  const many = await Promise.all(Array.from({ length: 8 }, () => makePorts().free()));
  const blocks = [...many, await freePort()].map((port) => Math.floor((port - 12_000) / 64));
  expect(new Set(blocks).size).toBe(9);
});
