import * as z from 'zod';

/** Local times between which a drill's messages wait; from 22:00 to 07:00 spans midnight. */
export const QuietHours = z.object({ from: z.string(), to: z.string() });

/** Where a run announces itself, and what does so: the herald, an execution beside it. */
export const RunNotices = z.object({
  /** ARNs; each topic's region is in its own. */
  topics: z.array(z.string()).min(1),
  quietHours: QuietHours.nullable(),
  /** In which the quiet hours are meant, and the times of a message. */
  timeZone: z.string(),
  /** Address of the web page for approvals and decisions; null where there is none to link to. */
  console: z.string().nullable(),
  stateMachineArn: z.string(),
});

export type QuietHours = z.infer<typeof QuietHours>;
export type RunNotices = z.infer<typeof RunNotices>;
