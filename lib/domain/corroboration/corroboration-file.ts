import * as z from 'zod';
import { instantText, SCHEMA_VERSION, schemaVersion } from '../stored.ts';

/** Records that Muster does not write, as they were when the run was signed; covered by its statements, never by its seal. */
export const CORROBORATION_FILE = 'corroboration.ndjson';

const of = z.enum(['cloudtrail', 'rds-events']);

/** Who was asked, where, about which span. `to` is when. problem: why the answer is not whole; null where it is. */
const Asked = z.strictObject({
  schemaVersion,
  kind: z.literal('asked'),
  of,
  region: z.string(),
  from: instantText,
  to: instantText,
  problem: z.string().nullable(),
});

/** text: the event as it came. */
const Told = z.strictObject({
  schemaVersion,
  kind: z.literal('event'),
  of,
  region: z.string(),
  text: z.string(),
});

export const CorroborationLine = z.discriminatedUnion('kind', [Asked, Told]);

export type CorroborationLine = z.infer<typeof CorroborationLine>;
export type Asked = z.infer<typeof Asked>;

/** One question with what was answered to it. */
export interface Answered extends Omit<Asked, 'schemaVersion' | 'kind'> {
  readonly texts: readonly string[];
}

/** One line a question, each before its events. */
export function corroborationText(answers: readonly Answered[]): string {
  return answers
    .flatMap(({ texts, ...asked }): CorroborationLine[] => [
      { schemaVersion: SCHEMA_VERSION, kind: 'asked', ...asked },
      ...texts.map((text): CorroborationLine => {
        const { region } = asked;
        return { schemaVersion: SCHEMA_VERSION, kind: 'event', of: asked.of, region, text };
      }),
    ])
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}
