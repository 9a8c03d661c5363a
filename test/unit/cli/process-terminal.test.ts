import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { processTerminal } from '../../../lib/cli/terminal.ts';

const wasTerminal = process.stderr.isTTY;
beforeEach(() => {
  process.stderr.isTTY = true;
  vi.stubEnv('TERM', 'xterm');
  vi.stubEnv('CI', '');
});
afterEach(() => {
  process.stderr.isTTY = wasTerminal;
  vi.unstubAllEnvs();
});

test.each([
  ['TERM', 'xterm', true],
  ['TERM', 'dumb', false],
  ['CI', 'true', false],
  ['CI', 'false', true],
])('lines are drawn over where a person watches, and nowhere else: %s=%s', (name, value, live) => {
  vi.stubEnv(name, value);
  expect(processTerminal().live).toBe(live);
});

test('what is no terminal is a log', () => {
  process.stderr.isTTY = false;
  expect(processTerminal().live).toBe(false);
});
