import { expect, test } from 'vitest';
import { REQUEST_LIMIT_MS } from '../../../lib/aws/client-options.ts';
import { handlerFiles } from '../../../lib/deployment/deployment.ts';
import { handlerLimits, waitingStates } from '../../../lib/deployment/handler-limits.ts';

/** It writes files of its own run and nothing else, the same ones again: late, it does no harm. */
const OWN_FILES_ONLY = new Set(['export-run']);

test('no call of a function can have an effect after its state has given it up', () => {
  const limits = handlerLimits();
  const states = waitingStates().filter(({ name }) => !OWN_FILES_ONLY.has(name));
  expect(states.length).toBeGreaterThan(60);
  for (const { name, seconds } of states) {
    const until = (limits.get(name) ?? Number.POSITIVE_INFINITY) + REQUEST_LIMIT_MS / 1000;
    expect([name, until < seconds]).toEqual([name, true]);
  }
});

test('every limit is of a handler that is there', () => {
  const names = handlerFiles().map(({ name }) => name);
  expect([...handlerLimits().keys()].filter((name) => !names.includes(name))).toEqual([]);
});
