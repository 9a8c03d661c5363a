import * as z from 'zod';
import { drillTimes } from './drill-times.ts';

/** Every gate of a failover is asked, and nothing is changed: no drill, but due like one. */
export const PreflightDrill = z.strictObject(drillTimes('PT1M'));
