import * as z from 'zod';
import { instantText, schemaVersion } from '../stored.ts';

/** One message, the same for every topic. Its key is that of the moment, whoever derives it. */
export interface Notice {
  readonly key: string;
  /** ISO text of the moment that it tells of. */
  readonly at: string;
  /** ASCII of at most 100 characters in one line (SNS API reference, Publish). */
  readonly subject: string;
  readonly text: string;
}

/**
 * What was sent, as `runs/<run>/notices/<key>.json`. It is written before the message is published and again after: a
 * crash between the two leaves `sent` empty, and the message is published again. One may come twice, none is lost.
 */
export const NoticeReceipt = z.object({
  schemaVersion,
  key: z.string(),
  at: instantText,
  subject: z.string(),
  text: z.string(),
  sent: z.array(z.object({ topic: z.string(), messageId: z.string(), at: instantText })),
  /** By topic, what the last try came to where it failed. */
  problems: z.array(z.object({ topic: z.string(), problem: z.string() })),
});

export type NoticeReceipt = z.infer<typeof NoticeReceipt>;
