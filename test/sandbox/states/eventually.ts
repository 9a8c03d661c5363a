import { expect } from 'vitest';

/** Polls with a deadline that a busy machine meets, too. */
export const eventually: typeof expect.poll = (probe, options) =>
  expect.poll(probe, { interval: 20, ...options });
