import * as z from 'zod';
import { duration } from './duration.ts';

/** What the plan promises for the whole. */
export const Objectives = z.strictObject({
  rto: duration().prefault('PT1H'),
  rpo: duration().prefault('PT1H'),
  withoutSecondCopy: duration().prefault('P1D'),
});

/** What one service promises where it differs from the plan. */
export const ServiceObjectives = z.strictObject({
  rto: duration().optional(),
  rpo: duration().optional(),
});
