import { RunCommon } from '../domain/run/run-parts.ts';
import { formatInstant } from '../domain/instant.ts';
import type { HistoryEntry, RecordEntry, SealEntry } from '../domain/record/entry.ts';
import type { RunIdentity } from '../domain/record/shared-outcomes.ts';
import { orderRecord } from '../domain/record/ordered-record.ts';
import { SEALED_FILES } from '../domain/run/sealed-files.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Digest } from '../ports/digest.ts';
import type { Objects } from '../ports/objects.ts';
import type { HistoryEvent } from '../domain/record/history-event.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Workflows } from '../ports/workflows.ts';
import { readMask } from './step/read-mask.ts';
import { makeStep, type StepPorts, type StepResult } from './step/make-step.ts';
import { StepEvent } from './step/step-event.ts';

export interface SealRecordPorts extends StepPorts {
  readonly objects: Objects;
  readonly workflows: Workflows;
  readonly secrets: Secrets;
  readonly sha256: Digest;
  readonly byteLength: (text: string) => number;
}

/**
 * Closes the record: its entries in order, then one line with the digest of every raw file and of the record itself.
 * After it nothing is appended, so what happens later (judging, reports, release) is not part of what is judged. What an
 * error has carried along of secrets is masked before: the digest is of what is handed out.
 */
export function makeSealRecord(ports: SealRecordPorts) {
  const close = makeStep(ports, {
    state: 'SealRecord',
    input: RunCommon,
    act: async ({ event: { failure, run } }) => ({ failure, identity: identityOf(run) }),
  });
  return async (input: unknown): Promise<StepResult> => {
    const { run, executionArn, finishArn, dryRun, pending } = StepEvent.parse(input);
    if (run.finish?.sealed) return { outcome: null, pending };
    const result = await close(input);
    if (dryRun) return result;
    const [history, finish, entries, { mask }] = await Promise.all([
      ports.workflows.history(executionArn),
      finishArn === undefined ? [] : ports.workflows.history(finishArn),
      ports.record.entries(run.run),
      readMask(ports.secrets, run),
    ]);
    const lines = mask(linesOf(orderRecord([...history, ...finish].map(historyEntry), entries)));
    const seal = linesOf([await sealOf(ports, run.run, lines)]);
    await ports.objects.put(runKeys.file(run.run, 'record.ndjson'), lines + seal);
    return result;
  };
}

function identityOf({ run, kind, target, scope, plan }: RunCommon): RunIdentity {
  return { run, kind, target, scope, plan: plan.name };
}

async function sealOf(ports: SealRecordPorts, run: string, lines: string): Promise<SealEntry> {
  const stored = await Promise.all(
    SEALED_FILES.map(async (name) => ({ name, object: await ports.objects.get(runKeys.file(run, name)) })),
  );
  const files = Object.fromEntries(
    stored.flatMap(({ name, object }) =>
      object ? [[name, { sha256: ports.sha256(object.text), bytes: ports.byteLength(object.text) }]] : [],
    ),
  );
  const at = formatInstant(ports.clock.now());
  return { schemaVersion: SCHEMA_VERSION, kind: 'seal', at, recordSha256: ports.sha256(lines), files };
}

function linesOf(entries: readonly RecordEntry[]): string {
  return entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
}

function historyEntry({ at, ...event }: HistoryEvent): HistoryEntry {
  return { schemaVersion: SCHEMA_VERSION, kind: 'history', ...event, at: formatInstant(at) };
}
