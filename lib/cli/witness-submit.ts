import { join } from 'node:path';
import { reasonOf } from '../domain/brief/reason-of.ts';
import { WitnessRefused } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import { noteText } from '../domain/log/checkpoint.ts';
import { logOrigin } from '../domain/log/log-origin.ts';
import type { WitnessKey } from '../domain/log/witness-key.ts';
import { visibleText } from '../domain/visible-text.ts';
import { cosignLog, type WitnessReply } from '../evidence/cosign-log.ts';
import { allCosigned } from '../evidence/kept-cosignatures.ts';
import { makeLogReader } from '../evidence/read-log.ts';
import type { Objects } from '../ports/objects.ts';
import { EXIT } from './exit-code.ts';
import { loadPlan } from './load-plan.ts';
import { PLAN_FILE } from './open-sandbox.ts';
import { withPlanAccess } from './plan-access.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { sha256Bytes } from './trusted-keys.ts';
import { UsageError } from './usage-error.ts';
import { readWitnessKeys, verifyEd25519 } from './witness-keys.ts';
import { writeNewFiles } from './write-new-files.ts';

export interface WitnessSubmitOptions {
  /** What the witness's `add-checkpoint` is below. */
  readonly url: string;
  /** File with that witness's key. */
  readonly witness: string;
  /** Directory for the cosigned checkpoints, one file a log and size. */
  readonly export?: string | undefined;
  readonly terminal: Pick<Terminal, 'out'>;
}

interface WitnessSubmitCommand extends WitnessSubmitOptions {
  /** A plan of the standing sandbox; the one that it was started with where none is named. */
  readonly plan?: string | undefined;
  readonly state: StateDirectory;
}

/** One site's log. */
export interface SubmittedLog {
  readonly region: string;
  readonly bucket: string;
  readonly objects: Objects;
}

const ANSWER_LIMIT_MS = 30_000;

/** `muster witness submit`: has the newest checkpoints of both sites' logs signed by a witness, and keeps them there. */
export async function submit({ plan: file, state, ...options }: WitnessSubmitCommand): Promise<number> {
  const sandbox = await standingSandbox(state);
  const { plan } = await loadPlan(file ?? join(state.sandbox, PLAN_FILE));
  const { primary, recovery } = plan.sites;
  return withPlanAccess(sandbox, plan, (access) =>
    submitLogs(
      [
        { ...recovery, objects: access.recovery.objects },
        { ...primary, objects: access.primary.objects },
      ],
      options,
    ),
  );
}

/** Each log by itself: one that cannot be reached holds up no other. Exit code 70 where one was not signed. */
export async function submitLogs(
  logs: readonly SubmittedLog[],
  options: WitnessSubmitOptions,
): Promise<number> {
  const address = addressOf(options.url);
  const [witness, ...others] = await readWitnessKeys(options.witness);
  if (!witness || others.length > 0) {
    throw new UsageError(`--witness ${options.witness}: expected one key, that of the witness at --url`);
  }
  const told = await Promise.all(
    logs.map((log) =>
      submitLog(log, { witness, address, folder: options.export }).then(
        (lines) => ({ lines, failed: false }),
        (error: unknown) => {
          if (error instanceof UsageError) throw error;
          return { lines: [`${logOrigin(log)}: NOT SIGNED: ${reasonOf(error)}`], failed: true };
        },
      ),
    ),
  );
  const lines = told.flatMap((one) => one.lines).map((line) => `${visibleText(line)}\n`);
  options.terminal.out.write(lines.join(''));
  return told.some(({ failed }) => failed) ? EXIT.tool : EXIT.met;
}

interface Submission {
  readonly witness: WitnessKey;
  readonly address: URL;
  readonly folder: string | undefined;
}

async function submitLog(
  { region, bucket, objects }: SubmittedLog,
  { witness, address, folder }: Submission,
): Promise<readonly string[]> {
  const origin = logOrigin({ region, bucket });
  const reader = makeLogReader({ objects, sha256: sha256Bytes, origin });
  const ask = (body: string) => post({ witness, address }, body);
  const signed = await cosignLog({ objects, reader, verify: verifyEd25519, witness, ask });
  if (!signed) return [`${origin}: empty, so there is nothing to sign`];
  const { size } = signed.note.checkpoint;
  const at = formatInstant(signed.cosignature.seconds * 1e6);
  const line = `${origin}: ${size} entries, signed by ${witness.name} at ${at}`;
  const all = folder === undefined ? null : await allCosigned(objects, size);
  if (folder === undefined || !all) return [line];
  const path = join(folder, `${region}-${size}.cosigned`);
  await writeNewFiles([{ path, text: noteText(all) }], 'name another directory with --export');
  return [line, `Written: ${path}`];
}

function addressOf(url: string): URL {
  const address = URL.parse(`${url.replace(/\/+$/, '')}/add-checkpoint`);
  if (address && ['http:', 'https:'].includes(address.protocol)) return address;
  throw new UsageError(`--url ${url}: expected http:// or https://, and what add-checkpoint is below`);
}

async function post(
  { witness, address }: Pick<Submission, 'witness' | 'address'>,
  body: string,
): Promise<WitnessReply> {
  try {
    const signal = AbortSignal.timeout(ANSWER_LIMIT_MS);
    const response = await fetch(address, { method: 'POST', body, redirect: 'error', signal });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw new WitnessRefused({
      subject: `witness ${witness.name} at ${address.href}`,
      seen: 'no answer',
      limit: `one within ${ANSWER_LIMIT_MS / 1000} s`,
      cause,
    });
  }
}
