import { DateTime } from 'luxon';
import * as z from 'zod';
import { parsedJson } from '../canonical-json.ts';
import { formatInstant, type Instant } from '../instant.ts';
import type { Asked, CorroborationLine } from './corroboration-file.ts';
import type { Scope } from '../run/run-parts.ts';
import type { RunCall } from './run-call.ts';

/** Of an event of RDS what is used here (API reference, Event), as the SDK gives it. */
const Stored = z.object({ SourceIdentifier: z.string(), Message: z.string(), Date: z.iso.datetime() });

interface DatabaseEvent {
  readonly region: string;
  readonly instance: string;
  readonly message: string;
  readonly at: Instant;
}

/**
 * What RDS noted by itself of each instance whose promotion the record has, from then on. RDS restarts what it promotes
 * (User Guide, "Promoting a read replica to be a standalone DB instance"), so its silence is told as well, but in a rehearsal,
 * where nothing restarts. It proves nothing: no list of RDS's events says that a promotion is always noted.
 */
export function notedOfPromotions(
  calls: readonly RunCall[],
  lines: readonly CorroborationLine[],
  scope: Scope,
): readonly string[] {
  const events = lines.flatMap((line) =>
    line.kind === 'event' && line.of === 'rds-events' ? (read(line) ?? []) : [],
  );
  const asked = lines.flatMap((line) => (line.kind === 'asked' && line.of === 'rds-events' ? [line] : []));
  return calls
    .filter(({ name, certainty }) => name === 'PromoteReadReplica' && certainty === 'made')
    .flatMap((call) => noted(call, { events, asked: scope === 'rehearsal' ? [] : asked }));
}

interface Known {
  readonly events: readonly DatabaseEvent[];
  readonly asked: readonly Asked[];
}

function noted({ subject, region, after }: RunCall, { events, asked }: Known): readonly string[] {
  const own = events.filter(
    (event) => event.instance === subject && event.region === region && event.at >= after - CLOCKS_APART_US,
  );
  const since = `RDS noted of ${subject} in ${region} since its promotion was asked for`;
  if (own.length > 0)
    return [`${since}: ${own.map(({ message, at }) => `"${message}" at ${formatInstant(at)}`).join(', ')}`];
  const isWhole = asked.some((question) => question.region === region && question.problem === null);
  return isWhole ? [`${since}: nothing, up to when it was asked; RDS restarts what it promotes`] : [];
}

const CLOCKS_APART_US = 5e6;

function read({ region, text }: { readonly region: string; readonly text: string }): DatabaseEvent | null {
  const { data } = Stored.safeParse(parsedJson(text));
  if (!data) return null;
  const at = DateTime.fromISO(data.Date).toMillis() * 1000;
  return { region, instance: data.SourceIdentifier, message: data.Message, at };
}
