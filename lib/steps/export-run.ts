import * as z from 'zod';
import { onLeg } from '../domain/run/leg.ts';
import type { OutcomeOf } from '../domain/record/outcomes.ts';
import { MoveInput } from '../domain/run/move-input.ts';
import { RunCommon } from '../domain/run/run-parts.ts';
import { seriesRun } from '../domain/run/series-run.ts';
import { RAW_FILES } from '../domain/run/sealed-files.ts';
import { takesSamples } from '../domain/run/takes-samples.ts';
import { goneWithout } from './step/go-without.ts';
import { maskedObjects } from './step/masked-objects.ts';
import { readMask } from './step/read-mask.ts';
import { joinRaw } from './step/raw-files.ts';
import { watchGoesOn } from './step/watch-goes-on.ts';
import { seriesTexts } from './step/rpo-series.ts';
import { ExportIncomplete } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import {
  type FirstSegments,
  inOrder,
  missingParts,
  parseSeriesKey,
  SeriesEnd,
} from '../domain/ledger/series.ts';
import type { RecoveredLine } from '../domain/ledger/recovered-row.ts';
import { runKeys, type SeriesRole } from '../domain/run/run-keys.ts';
import { asOperator, type LocatedDatabase, locateDatabases } from '../domain/run/session-targets.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { storeOf } from '../evidence/keep-evidence.ts';
import { recoveredLedger } from '../heartbeat/recovered-ledger.ts';
import type { DatabaseReader } from '../ports/database-reader.ts';
import type { DatabaseServers } from '../ports/database-servers.ts';
import type { Objects } from '../ports/objects.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Retention } from '../ports/retention.ts';
import { makeStep, type StepContext, type StepPorts, type StepResult } from './step/make-step.ts';
import { StepEvent } from './step/step-event.ts';

export interface ExportRunPorts extends StepPorts {
  readonly objects: Objects;
  readonly sessions: DatabaseServers;
  readonly reader: DatabaseReader;
  readonly secrets: Secrets;
  readonly retention: Pick<Retention, 'store'>;
}

const PLAN_FILE = 'plan.yaml';

/** A drill of data has no watch. */
const Exported = z.object({ ...RunCommon.shape, watch: MoveInput.shape.watch });
type Exported = z.infer<typeof Exported>;

const FILES: readonly (readonly [SeriesRole, string])[] = [
  ['ledger', 'ledger.ndjson'],
  ['stale', 'stale.ndjson'],
  ['health', 'health.ndjson'],
  ['reader', 'observed.ndjson'],
];

/**
 * Brings the raw data of the run together as the files that `judge` reads. Where samples were taken: the four series,
 * and the heartbeat rows that the promoted writer holds; of a drill of data what its steps have written down; and the
 * plan. Idempotent: it writes the same files again.
 * @throws ExportIncomplete when the plan is gone; samples that are gone are named in the outcome.
 */
export function makeExportRun(ports: ExportRunPorts) {
  const exportNow = makeStep(ports, {
    state: 'ExportRun',
    input: Exported,
    act: async (context) => {
      const [plan, store] = await Promise.all([
        exportPlan(ports.objects, context.run.run),
        storeOf(ports.retention),
      ]);
      const { mask, unread } = await readMask(ports.secrets, context.run);
      // What a server has answered may hold anything. Masked before the seal, what is judged is what is handed out.
      const exported = { ...ports, objects: maskedObjects(ports.objects, mask) };
      const { files, missing } = await exportFiles(exported, context);
      return {
        files: [...files, plan],
        missingLedgerSegments: missing,
        store,
        ...(unread.length > 0 && { secretsUnread: [...unread] }),
      };
    },
  });
  return async (input: unknown): Promise<StepResult> => {
    const { run, outcomes, pending } = StepEvent.parse(input);
    return run.finish?.sealed ? { outcome: outcomes['ExportRun'] ?? null, pending } : exportNow(input);
  };
}

async function exportFiles(ports: ExportRunPorts, context: StepContext<Exported>) {
  const raw = [
    ...(await exportRaw(ports.objects, context.run.run)),
    ...(await exportEarlierChecks(ports, context.run)),
  ];
  if (!takesSamples(context.run.kind)) return { files: raw, missing: [] };
  const { files, missing } = await exportSamples(ports, context);
  return { files: [...files, ...raw], missing };
}

async function exportSamples(ports: ExportRunPorts, context: StepContext<Exported>) {
  const series = await Promise.all(FILES.map((file) => exportSeries(ports.objects, context, file)));
  const recovered = await exportRecovered(ports, context, series.at(-1)?.text ?? '');
  const missing = series.flatMap((one) => [...one.missing]);
  return { files: [...series.map(({ file }) => file), recovered], missing };
}

async function exportRaw(objects: Objects, run: string) {
  const files = await Promise.all(
    RAW_FILES.map(async (name) => ({ name, text: await joinRaw(objects, run, name) })),
  );
  return Promise.all(
    files.flatMap(({ name, text }) => (text === null ? [] : [write(objects, run, { name, text })])),
  );
}

/** The series that a check continues, which its report shows. */
async function exportEarlierChecks({ objects, clock }: ExportRunPorts, { run, kind, plan }: RunCommon) {
  if (kind !== 'replication-check') return [];
  const { texts } = await seriesTexts(objects, { plan: plan.name, until: clock.now(), except: run });
  return [await write(objects, run, { name: 'rpo-series.ndjson', text: texts.join('') })];
}

async function write(objects: Objects, run: string, { name, text }: { name: string; text: string }) {
  await objects.put(runKeys.file(run, name), text);
  return { name, lines: text.split('\n').length - 1 };
}

async function exportSeries(
  objects: Objects,
  context: StepContext<Exported>,
  [role, name]: readonly [SeriesRole, string],
) {
  const { run, maybe } = context;
  const first = firstSegments(maybe('StartHeartbeat'), role);
  const keys = await objects.list(runKeys.seriesOf(seriesRun(run), role));
  const parts = keys
    .flatMap((key) => parseSeriesKey(key) ?? [])
    .filter(({ source, segment }) => segment >= (first.get(source) ?? 0));
  const counts = new Map<string, number>();
  for (const end of parts.filter(({ part }) => part === 'end')) {
    counts.set(end.key, SeriesEnd.parse(JSON.parse((await objects.get(end.key))?.text ?? '{}')).objects);
  }
  const texts = await Promise.all(inOrder(parts).map(({ key }) => objects.get(key)));
  const text = texts.map((object) => object?.text ?? '').join('');
  const executions = [maybe('StartHeartbeat'), maybe('StartHeartbeatBack')].flatMap(
    (start) => start?.executions ?? [],
  );
  const series = executions.filter((execution) => execution.role === role);
  const started = series.map(({ database }) => database ?? 'services');
  const missing = missingParts(parts, counts, { started, first, goesOn: watchGoesOn(context) }).map(
    (part) => `${role}/${part}`,
  );
  return { file: await write(objects, run.run, { name, text }), missing, text };
}

/** Of a watch that ran before the run did, what is the run's. */
function firstSegments(started: OutcomeOf<'StartHeartbeat'> | null, role: SeriesRole): FirstSegments {
  const own = (started?.from ?? []).filter((one) => one.role === role);
  return new Map(own.map(({ source, segment }) => [source, segment]));
}

async function exportRecovered(ports: ExportRunPorts, context: StepContext<Exported>, observed: string) {
  const { run } = context;
  const databases = lastPrimaries(context);
  // All at once: each may take a while, and together they have to end before the state does.
  const lines = await Promise.all(
    databases.flatMap((database) => [
      recoveredOf(ports, context, database),
      recoveredLedger(ports, database, observed),
    ]),
  );
  const text = lines
    .flat()
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
  return write(ports.objects, run.run, { name: 'recovered.ndjson', text });
}

/**
 * Every database with the address of the server that was its primary at last; none while nothing was promoted, and not one
 * that the run went on without.
 */
function lastPrimaries({ event: { run }, maybe }: StepContext): readonly LocatedDatabase[] {
  const without = goneWithout({ maybe });
  const settled = maybe('SettleRoles');
  const promoted = maybe('PromoteReplicaBack') ? 'back' : maybe('PromoteReplica') && 'there';
  const leg = settled ? settled.holds : promoted;
  const discovered = maybe(leg === 'back' ? 'DiscoverDatabasesBack' : 'DiscoverDatabases');
  if (!discovered || (!leg && !settled)) return [];
  return locateDatabases(onLeg(run, leg ?? 'there'), discovered).flatMap((database) => {
    if (without.has(database.id)) return [];
    const address = leg ? database.replicaAddress : database.primaryAddress;
    return address ? [{ ...database, replicaAddress: address }] : [];
  });
}

async function recoveredOf(
  ports: ExportRunPorts,
  { run, maybe }: StepContext<Exported>,
  database: LocatedDatabase,
): Promise<RecoveredLine[]> {
  const target = asOperator(database, database.replicaAddress);
  const { server, systemIdentifier, timeline, lsn, inRecovery } = await ports.sessions.state(target);
  const common = { schemaVersion: SCHEMA_VERSION, database: database.id } as const;
  const readAt = formatInstant(ports.clock.now());
  const lines: RecoveredLine[] = [
    { ...common, line: 'server', server, systemIdentifier, timeline, lsn, inRecovery, readAt },
  ];
  const fromSegment = firstSegments(maybe('StartHeartbeat'), 'ledger').get(database.id) ?? 0;
  const rows = await ports.sessions.heartbeatRows(target, seriesRun(run), { fromSegment });
  return [...lines, ...rows.map((row): RecoveredLine => ({ ...common, line: 'row', ...row }))];
}

async function exportPlan(objects: Objects, run: string) {
  const plan = await objects.get(runKeys.plan(run));
  if (!plan)
    throw new ExportIncomplete({
      subject: runKeys.plan(run),
      seen: 'no such object',
      limit: 'the plan of the run',
    });
  // As it was logged: a plan with a secret in it is refused before it is run.
  await objects.put(runKeys.file(run, PLAN_FILE), plan.text);
  return { name: PLAN_FILE, lines: plan.text.split('\n').length - 1 };
}
