import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { RUN_LIMIT_SECONDS } from '../../../../lib/domain/run/run-limit.ts';

const Machine = z.object({ TimeoutSeconds: z.number() });

test.each(Object.entries(RUN_LIMIT_SECONDS))('the engine ends a %s after %d s', (kind, seconds) => {
  const file = new URL(`../../../../drills/${kind}/workflow.asl.json`, import.meta.url);
  expect(Machine.parse(JSON.parse(readFileSync(file, 'utf8'))).TimeoutSeconds).toBe(seconds);
});
