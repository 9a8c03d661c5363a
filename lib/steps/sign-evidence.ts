import { utf8, utf8Text } from '../domain/bytes.ts';
import { CORROBORATION_FILE } from '../domain/corroboration/corroboration-file.ts';
import { EVIDENCE_FILES, isUnsigned } from '../domain/evidence/evidence-files.ts';
import { parseProof } from '../domain/evidence/proof-file.ts';
import { RETENTION_FILE } from '../domain/evidence/retention-file.ts';
import { type RunContents, textIn } from '../domain/evidence/run-contents.ts';
import { Conflict } from '../domain/failure.ts';
import { parseInstant } from '../domain/instant.ts';
import { readLines } from '../domain/judge/read-lines.ts';
import { endStatus } from '../domain/log/end-status.ts';
import { logKeys } from '../domain/log/log-keys.ts';
import { startLeaf } from '../domain/log/start-leaf.ts';
import { planParts } from '../domain/plan/plan-parts.ts';
import { readEvidenceScope } from '../domain/plan/read-evidence-scope.ts';
import { readRetention } from '../domain/plan/read-retention.ts';
import { RecordEntry } from '../domain/record/entry.ts';
import { RunInput } from '../domain/run/run-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { collectCorroboration } from '../evidence/collect-corroboration.ts';
import { keepAlso, keepEvidence } from '../evidence/keep-evidence.ts';
import { makeSignRun, type SignRunPorts } from '../evidence/sign-run.ts';
import type { CallTrail } from '../ports/call-trail.ts';
import type { Objects } from '../ports/objects.ts';
import type { Secrets } from '../ports/secrets.ts';
import { readMask } from './step/read-mask.ts';
import type { Retention } from '../ports/retention.ts';
import { StepEvent } from './step/step-event.ts';

export interface SignEvidencePorts extends SignRunPorts {
  readonly objects: Objects;
  readonly trail: CallTrail;
  readonly secrets: Secrets;
  readonly retention: Retention;
}

/**
 * Collects what regions wrote down of the run by themselves, keeps every file of the run from being deleted for as long as
 * the plan says, signs them, and tells the log how it ended. After it no file of the run changes. A real event that the log
 * could not be told of in time is told of now, as late.
 * @throws Conflict, LogBroken, SignatureRefused; BucketRefused where its last files are not kept although the others are
 */
export function makeSignEvidence(ports: SignEvidencePorts) {
  const signRun = makeSignRun(ports);
  return async (input: unknown): Promise<void> => {
    const event = StepEvent.parse(input);
    if (event.dryRun) return;
    const run = RunInput.parse(event.run);
    const collected = await corroborated(ports, run, await filesOf(ports.objects, run.run));
    const contents = await kept(ports, run, collected);
    const { executionArn } = event;
    const late = startLeaf(run, { executionArn, at: ports.clock.now(), late: true });
    const start = await ports.append(late);
    const authority = readEvidenceScope(planParts(textIn(contents, 'plan.yaml')))?.timestampAuthority ?? null;
    const files = await signRun({ contents, start, status: endStatus(event.failure), authority });
    await Promise.all(
      Object.entries(files).map(([name, text]) => ports.objects.put(runKeys.file(run.run, name), text)),
    );
    await keepAlso(ports, textIn(contents, RETENTION_FILE), [
      ...[RETENTION_FILE, ...Object.keys(files)].map((name) => runKeys.file(run.run, name)),
      ...entriesOf(files),
    ]);
  };
}

/** Decided once: signed again, a run has the same files, and they are kept until the same day. */
async function kept(ports: SignEvidencePorts, input: RunInput, contents: RunContents): Promise<RunContents> {
  if (contents.has(RETENTION_FILE)) return contents;
  const { run, sites } = input;
  const { region, bucket } = sites.recovery;
  const asked = readRetention(planParts(textIn(contents, 'plan.yaml')));
  const keyOf = (file: string) => runKeys.file(run, file);
  const [text, { mask }] = await Promise.all([
    keepEvidence(ports, { region, bucket, asked, keyOf, files: [...contents.keys()] }),
    readMask(ports.secrets, input),
  ]);
  const first = await putOnce(ports.objects, keyOf(RETENTION_FILE), mask(text));
  return new Map([...contents, [RETENTION_FILE, utf8(first)]]);
}

/** Where the run's start and end lie in the log. */
function entriesOf(files: Readonly<Record<string, string>>): readonly string[] {
  const proof = parseProof(files[EVIDENCE_FILES.proof] ?? '');
  return [proof?.start, proof?.end].flatMap((place) => (place ? [logKeys.entry(place.index)] : []));
}

/**
 * Asked for once: signed again, a run has the same files. What was collected may be little or nothing, and says so; a run
 * without a record has nothing that could be held against it.
 */
async function corroborated(
  ports: SignEvidencePorts,
  input: RunInput,
  contents: RunContents,
): Promise<RunContents> {
  const { run, sites, databases } = input;
  const from = begunAt(contents);
  if (from === null || contents.has(CORROBORATION_FILE)) return contents;
  const regions = [...new Set([sites.recovery.region, sites.primary.region])];
  const instances = databases.flatMap(({ primary, replica }) => [primary.instance, replica.instance]);
  const isOfRun = (text: string) => [run, ...instances].some((name) => text.includes(name));
  const [collected, { mask }] = await Promise.all([
    collectCorroboration(ports, { regions, from, isOfRun }),
    readMask(ports.secrets, input),
  ]);
  const text = await putOnce(ports.objects, runKeys.file(run, CORROBORATION_FILE), mask(collected));
  return new Map([...contents, [CORROBORATION_FILE, utf8(text)]]);
}

function begunAt(contents: RunContents) {
  const bytes = contents.get('record.ndjson');
  const text = (bytes && utf8Text(bytes)) ?? '';
  const [first] = readLines({ name: 'record.ndjson', text, schema: RecordEntry }).lines;
  return first ? parseInstant(first.at) : null;
}

/** Whoever is first has written it. */
async function putOnce(objects: Objects, key: string, text: string): Promise<string> {
  try {
    await objects.put(key, text, { absent: true });
    return text;
  } catch (error) {
    const stored = error instanceof Conflict ? await objects.get(key) : null;
    if (stored) return stored.text;
    throw error;
  }
}

async function filesOf(objects: Objects, run: string): Promise<RunContents> {
  const prefix = runKeys.files(run);
  const names = (await objects.list(prefix)).map((key) => key.slice(prefix.length));
  const signed = names.filter((name) => !isUnsigned(name));
  const stored = await Promise.all(signed.map((name) => objects.get(runKeys.file(run, name))));
  return new Map(signed.flatMap((name, index) => (stored[index] ? [[name, utf8(stored[index].text)]] : [])));
}
