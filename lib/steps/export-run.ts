import * as z from 'zod';
import { MoveInput } from '../domain/run/move-input.ts';
import { RunCommon } from '../domain/run/run-parts.ts';
import { RAW_FILES } from '../domain/run/sealed-files.ts';
import { takesSamples } from '../domain/run/takes-samples.ts';
import { maskedObjects } from './step/masked-objects.ts';
import { readMask } from './step/read-mask.ts';
import { joinRaw } from './step/raw-files.ts';
import { recoveredText } from './step/recovered-text.ts';
import { seriesOfRun } from './step/series-of-run.ts';
import { seriesTexts } from './step/rpo-series.ts';
import { ExportIncomplete } from '../domain/failure.ts';
import { runKeys, type SeriesRole } from '../domain/run/run-keys.ts';
import { storeOf } from '../evidence/keep-evidence.ts';
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
  const { run } = context.run;
  const series = await Promise.all(
    FILES.map(async ([role, name]) => ({ name, ...(await seriesOfRun(ports.objects, context, role)) })),
  );
  const recovered = await recoveredText(ports, context, series.at(-1)?.text ?? '');
  const files = await Promise.all(
    [...series, { name: 'recovered.ndjson', text: recovered }].map((file) => write(ports.objects, run, file)),
  );
  return { files, missing: series.flatMap(({ missing }) => missing) };
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
