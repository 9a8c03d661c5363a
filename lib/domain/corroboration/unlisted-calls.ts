import { type Instant, parseInstant } from '../instant.ts';
import type { RecordEntry } from '../record/entry.ts';
import { OUTCOMES } from '../record/outcomes.ts';
import type { BoundCall } from './bind-calls.ts';
import type { RunCall } from './run-call.ts';
import type { TrailEvent } from './trail-event.ts';

export interface UnlistedCalls {
  /** Of the run by what they are about, and not in its record. */
  readonly unlisted: readonly TrailEvent[];
  /** Of these, such as a record always has: it says that nothing of the kind was even begun. */
  readonly contradicting: readonly TrailEvent[];
}

interface Looked {
  readonly run: string;
  readonly entries: readonly RecordEntry[];
  readonly calls: readonly RunCall[];
  readonly bound: readonly BoundCall[];
  readonly events: readonly TrailEvent[];
}

/**
 * The other way round: calls in the trail by whoever made those of the run, within its time and about its instances,
 * experiments or executions, that its record does not have. Whose they are shows by calls that are bound.
 */
export function unlistedCalls({ run, entries, calls, bound, events }: Looked): UnlistedCalls {
  const principals = new Set(bound.flatMap(({ event }) => event.principal ?? []));
  const known = new Set(calls.map(({ region, subject }) => `${region} ${subject}`));
  const instances = instancesOf(entries);
  const span = spanOf(entries);
  const isOwn = ({ principal, error, at }: TrailEvent) =>
    principal !== null && principals.has(principal) && error === null && at >= span.from && at <= span.to;
  const isOfRun = ({ subject, run: tagged }: TrailEvent) =>
    tagged === run || (subject !== null && (instances.has(subject) || subject.includes(run)));
  const unlisted = events.filter(
    (event) => isOwn(event) && isOfRun(event) && !known.has(`${event.region} ${event.subject}`),
  );
  return { unlisted, contradicting: unlisted.filter(({ name }) => isNeverBegun(name, entries)) };
}

/** Which states make calls of that name; nothing else does. */
const ALWAYS_ANNOUNCED: ReadonlyMap<string, RegExp> = new Map([
  ['PromoteReadReplica', /^PromoteReplica(?:Back)?$/],
  ['StartExperiment', /^(?:InjectDisruption|ApplyConditions)$/],
]);

function isNeverBegun(name: string, entries: readonly RecordEntry[]): boolean {
  const states = ALWAYS_ANNOUNCED.get(name);
  return (
    states !== undefined && !entries.some((entry) => entry.kind === 'intent' && states.test(entry.state))
  );
}

function instancesOf(entries: readonly RecordEntry[]): ReadonlySet<string> {
  const recorded = entries.findLast(
    (entry) => entry.kind === 'outcome' && entry.state === 'RecordObjectives',
  );
  const data = recorded?.kind === 'outcome' ? recorded.data : null;
  const databases = OUTCOMES.RecordObjectives.safeParse(data).data?.input.databases ?? [];
  return new Set(databases.flatMap(({ primary, replica }) => [primary.instance, replica.instance]));
}

/** A trail counts in whole seconds. */
function spanOf(entries: readonly RecordEntry[]): { readonly from: Instant; readonly to: Instant } {
  const at = entries.map((entry) => parseInstant(entry.at));
  return { from: Math.min(...at) - 1e6, to: Math.max(...at) };
}
