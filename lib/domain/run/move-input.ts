import * as z from 'zod';
import { seconds } from '../stored.ts';
import { FenceInput } from './fence-input.ts';
import { StopCondition } from './stop-condition.ts';
import { RunCommon, RunService } from './run-parts.ts';

/** A run that moves the service to the other site, unplanned or planned, while samples are taken of it. */
export const MoveInput = z.object({
  ...RunCommon.shape,
  objectives: z.object({ rtoSeconds: seconds, rpoSeconds: seconds }),
  services: z.array(RunService),
  consistencyGroups: z.array(
    z.object({ name: z.string(), databases: z.array(z.string()), maxSkewSeconds: seconds }),
  ),
  backgroundJobs: z.array(z.object({ name: z.string() })),
  switchKey: z.string(),
  jobsKey: z.string(),
  heartbeat: z.object({
    intervalSeconds: z.number().positive(),
    attemptTimeoutSeconds: z.number().positive(),
    goodToRecover: z.int().positive(),
    segmentSeconds: z.number().positive(),
    stateMachineArn: z.string(),
  }),
  detect: z.object({
    failures: z.int().positive(),
    withinSeconds: z.number().positive(),
    timeoutSeconds: z.int().positive(),
  }),
  fenceDeadlineSeconds: z.number().positive(),
  fence: FenceInput,
  holdSeconds: z.int().nonnegative(),
  /** How long a wave of services may take to answer: until clients follow the switch, and then some. */
  verifyWaveSeconds: z.number().positive().default(20),
  /** How long clients take at most to follow the switch: health check and time to live. 0 where it is not on record. */
  followSeconds: seconds.default(0),
  /** Of a drill; none of a real failover. */
  stopConditions: z.array(StopCondition).default([]),
  criticalHandlers: z.array(z.string()),
  /** The standing watch whose series a real run goes on with; null: it starts its own. */
  watch: z.object({ run: z.string() }).nullable().default(null),
});

export type MoveInput = z.infer<typeof MoveInput>;
