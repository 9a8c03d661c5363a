import { utf8Text } from '../bytes.ts';
import { canonicalJson } from '../canonical-json.ts';
import { bindCalls, type BoundCall, type Trail, type UnboundCall } from '../corroboration/bind-calls.ts';
import { CORROBORATION_FILE, CorroborationLine } from '../corroboration/corroboration-file.ts';
import { notedOfPromotions } from '../corroboration/database-events.ts';
import { runCalls, type RunCalls } from '../corroboration/run-calls.ts';
import type { OwnTrail } from '../corroboration/own-trail.ts';
import { parseTrailEvent, type TrailEvent } from '../corroboration/trail-event.ts';
import { unlistedCalls } from '../corroboration/unlisted-calls.ts';
import type { DrillPredicate } from '../evidence/drill-predicate.ts';
import type { RunContents } from '../evidence/run-contents.ts';
import { readLines } from '../judge/read-lines.ts';
import { RecordEntry } from '../record/entry.ts';
import type { Finding } from './finding.ts';

/** What records that Muster does not write say of a run's. */
export interface CheckedCorroboration {
  /** Every call to a control plane that is on record is in such a record, and none beside. */
  readonly corroborated: boolean;
  readonly bound: readonly BoundCall[];
  readonly unbound: readonly UnboundCall[];
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** CloudTrail: "typically … within an average of about 5 minutes", which is not guaranteed; three times that. */
const SETTLED_SECONDS = { aws: 900, sandbox: 0 } as const;

const file = CORROBORATION_FILE;

/** Where whoever verifies has put their own trail. */
const OWN = '--trail';

/**
 * Holds the record against the trail that whoever verifies has themselves, and without one against what the run has
 * collected. Null where there is neither: nothing was asked for, and nothing is said.
 */
export function checkCorroboration(
  contents: RunContents,
  predicate: Pick<DrillPredicate, 'run' | 'target' | 'scope'> | null,
  own: OwnTrail | null,
): CheckedCorroboration | null {
  const bytes = contents.get(file);
  if ((!bytes && !own) || !predicate) return null;
  const collected = readCollected(bytes ? (utf8Text(bytes) ?? 'no UTF-8') : '');
  const read = own ? readOwn(own, collected) : collected;
  const { trail } = read;
  const entries = recordIn(contents);
  const told = runCalls(entries);
  const settledSeconds = SETTLED_SECONDS[predicate.target];
  const { bound, unbound, contradicted } = bindCalls(told.calls, trail, { settledSeconds });
  const { unlisted, contradicting } = unlistedCalls({
    run: predicate.run,
    entries,
    calls: told.calls,
    bound,
    events: trail.events,
  });
  const findings = [
    ...read.findings,
    ...contradicted.map((one) => against(`the record has ${called(one.call)}: ${one.why}`)),
    ...contradicting.map((event) =>
      against(`event ${event.id} has ${happened(event)}: the record says it was never begun`),
    ),
  ];
  const isWhole = unbound.length + unlisted.length + told.unknown.length + findings.length === 0;
  return {
    corroborated: isWhole && bound.length > 0,
    bound,
    unbound,
    findings,
    notes: [
      ...read.notes,
      ...notesOf({ read, told, bound, unbound, unlisted, scope: predicate.scope, lines: collected.lines }),
    ],
  };
}

function recordIn(contents: RunContents): readonly RecordEntry[] {
  const name = 'record.ndjson';
  const bytes = contents.get(name);
  return readLines({ name, text: (bytes && utf8Text(bytes)) ?? '', schema: RecordEntry }).lines;
}

interface ReadTrail {
  /** Where its events come from. */
  readonly from: string;
  readonly trail: Trail;
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

interface Collected extends ReadTrail {
  readonly lines: readonly CorroborationLine[];
}

function readCollected(text: string): Collected {
  const { lines, problems } = readLines({ name: file, text, schema: CorroborationLine });
  const asked = lines.flatMap((line) => (line.kind === 'asked' ? [line] : []));
  const told = lines.flatMap((line) =>
    line.kind === 'event' && line.of === 'cloudtrail' ? [line.text] : [],
  );
  const events = new Map(told.flatMap((one) => parseTrailEvent(one) ?? []).map((event) => [event.id, event]));
  return {
    from: file,
    lines,
    trail: { asked, events: [...events.values()] },
    findings: problems.map((says) => ({ kind: 'not-in-one-form', file, says })),
    notes: [],
  };
}

/** Only what whoever verifies has seen themselves counts; what the run has collected is held against it. */
function readOwn({ events, unread }: OwnTrail, collected: ReadTrail): ReadTrail {
  const known = new Map(events.map((event) => [event.id, canonicalJson(event)]));
  const differing = collected.trail.events.filter((event) => {
    const seen = known.get(event.id);
    return seen !== undefined && seen !== canonicalJson(event);
  });
  const notSeen = collected.trail.events.filter(({ id }) => !known.has(id));
  return {
    from: OWN,
    trail: { asked: null, events: [...new Map(events.map((event) => [event.id, event])).values()] },
    findings: [
      ...collected.findings,
      ...differing.map(({ id }) => against(`event ${id} is another one in your own trail`)),
    ],
    notes: [
      ...(unread > 0 ? [`${OWN}: ${unread} entries cannot be read as events of CloudTrail`] : []),
      ...(notSeen.length > 0
        ? [
            `${file}: ${notSeen.length} events are not in your own trail: ${notSeen.map(({ id }) => id).join(', ')}`,
          ]
        : []),
    ],
  };
}

interface Seen extends Pick<CheckedCorroboration, 'bound' | 'unbound'> {
  readonly read: ReadTrail;
  readonly told: RunCalls;
  readonly unlisted: readonly TrailEvent[];
  readonly scope: DrillPredicate['scope'];
  readonly lines: readonly CorroborationLine[];
}

function notesOf({ read: { trail, from }, told, bound, unbound, unlisted, scope, lines }: Seen) {
  const gaps = (trail.asked ?? []).flatMap(({ of, region, problem }) =>
    problem === null ? [] : [`${of} of ${region} is not whole: ${problem}`],
  );
  const noted = notedOfPromotions(told.calls, lines, scope).map((note) => `${file}: ${note}`);
  const sandboxOwn = "the trail is the sandbox's own, and shows how it is done";
  return [
    `${bound.length} of ${bound.length + unbound.length} calls to the control plane that the record needs are in the trail`,
    ...(scope === 'rehearsal' ? [sandboxOwn] : []),
    ...gaps,
    ...unbound.map(({ call, why }) => `${called(call)} is bound to nothing: ${why}`),
    ...unlisted.map((event) => `event ${event.id} is in no record of the run: ${happened(event)}`),
    ...named('changed something by calls that are not looked for here', told.unknown),
    ...named('changed objects or rows, which event history does not keep', told.elsewhere),
  ]
    .map((note) => `${from}: ${note}`)
    .concat(noted);
}

function named(what: string, states: readonly string[]): readonly string[] {
  return states.length === 0 ? [] : [`${states.join(', ')} ${what}`];
}

function against(says: string): Finding {
  return { kind: 'record-contradicted', file, says };
}

function called({ name, subject, region, requestId }: UnboundCall['call']): string {
  return `${name} ${subject} in ${region}${requestId === null ? '' : `, request ${requestId}`}`;
}

function happened({ name, subject, region }: TrailEvent): string {
  return `${name} ${subject ?? 'of something'} in ${region}`;
}
