import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';
import { HeartbeatStatus } from './heartbeat-input.ts';
import { MoveInput } from './move-input.ts';

/**
 * The object that says which watch of a plan there is: series that are taken all the time, so that a real loss finds
 * somebody who was watching. A real failover goes on with them.
 */
export const StandingWatch = z.object({
  schemaVersion,
  /** Name under which its samples are kept. */
  run: z.string(),
  plan: z.object({ name: z.string(), sha256: z.string() }),
  startedAt: instantText,
  heartbeat: MoveInput.shape.heartbeat,
  detect: MoveInput.shape.detect,
  executions: z.array(z.object({ role: HeartbeatStatus.shape.role, source: z.string(), arn: z.string() })),
});

export type StandingWatch = z.infer<typeof StandingWatch>;
