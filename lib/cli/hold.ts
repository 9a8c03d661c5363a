import { accessHolds, type HoldAccess } from '../aws/hold-access.ts';
import { Conflict } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import { logKeys } from '../domain/log/log-keys.ts';
import { type HoldLeaf, leafText, type LogLeaf } from '../domain/log/log-leaf.ts';
import { holdSentence, loggedHolds } from '../domain/log/logged-holds.ts';
import { maskSecrets } from '../domain/record/mask-secrets.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { visibleText } from '../domain/visible-text.ts';
import type { HeldVersion } from '../ports/legal-holds.ts';
import { EXIT } from './exit-code.ts';
import type { KeyPlace } from './key-place.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { words } from './words.ts';

/** What a person says of a run's files. */
export interface HoldOrder {
  readonly run: string;
  readonly action: HoldLeaf['action'];
  readonly reason: string;
  readonly by: string;
}

/** Versions that S3 is asked about at once. */
const AT_ONCE = 16;

/** `muster hold` at a place, with its bucket for as long as that takes. */
export async function holdAt(
  place: KeyPlace,
  terminal: Pick<Terminal, 'out' | 'err'>,
  order: HoldOrder,
): Promise<number> {
  const holds = accessHolds(place.account, place);
  try {
    return await holdRun({ place, holds }, terminal, order);
  } finally {
    holds.close();
  }
}

/**
 * Puts S3's legal hold on every version of a run's files and of its places in the log, or takes it off. The log is told
 * before the bucket is, so that none is taken off in silence; what failed is done by the same call again, which the log
 * is not told of twice. @throws UsageError, before anything is changed, for a run without files, a bucket without Object
 * Lock, and a release of what the log has no hold of; Conflict where somebody said the opposite at the same moment
 */
export async function holdRun(
  { place, holds }: { readonly place: KeyPlace; readonly holds: HoldAccess },
  { out, err }: Pick<Terminal, 'out' | 'err'>,
  order: HoldOrder,
): Promise<number> {
  const [reason, by] = [words('--reason', order.reason), place.called(words('--as', order.by))];
  const told = { ...order, reason: maskSecrets(reason), by };
  await refuseUnheld(place, holds, order);
  const line = await logged(place, told);
  const versions = await versionsOf(place, holds, order.run);
  const failed = await changed(holds, versions, order.action === 'placed');
  const done = `${versions.length - failed.length} of ${versions.length} versions of its files`;
  const where = `s3://${place.bucket}, ${place.region}`;
  const is = order.action === 'placed' ? 'under legal hold' : 'without legal hold';
  out.write(
    [line, `${order.run}: ${done} are ${is} (${where})`].map((text) => `${visibleText(text)}\n`).join(''),
  );
  if (failed.length === 0) return EXIT.met;
  const lines = [...failed, `${failed.length} failed: call it again, nothing is logged or done twice`];
  err.write(lines.map((text) => `muster: ${visibleText(text)}\n`).join(''));
  return EXIT.tool;
}

async function refuseUnheld(place: KeyPlace, holds: HoldAccess, { run }: HoldOrder): Promise<void> {
  const where = `s3://${place.bucket}, ${place.region}`;
  const files = await holds.versions(runKeys.files(run));
  if (run === '' || files.length === 0)
    throw new UsageError(
      `no files of a run ${JSON.stringify(run)} in ${where}; \`npx muster log\` lists them`,
    );
  const { objectLock } = await holds.store();
  if (objectLock !== 'on')
    throw new UsageError(
      `${where}: this bucket has no Object Lock, so S3 holds nothing in it; copy the run to one that has`,
    );
}

/** The line that says what the log has; it is told once, until the opposite is said. */
async function logged(place: KeyPlace, { run, action, reason, by }: HoldOrder): Promise<string> {
  const entries = await place.reader.entries();
  const said = loggedHolds(entries.map(({ leaf }) => leaf)).find((hold) => hold.run === run)?.said ?? [];
  const last = said.at(-1);
  if (last?.action === action) return `The log ${place.origin} has it: ${holdSentence(last)}`;
  if (!last && action === 'released')
    throw new UsageError(`the log ${place.origin} has no legal hold of ${run}, so there is none to release`);
  const at = formatInstant(place.now);
  const number = said.length + 1;
  const what = { schemaVersion: SCHEMA_VERSION, type: 'hold', action, run } as const;
  const { leaf, index } = await place.log.append({ ...what, number, reason, by, at });
  if (leaf.type === 'hold' && leaf.action === action)
    return `Entry ${index} of the log ${place.origin}: ${run} ${holdSentence(leaf)}`;
  throw new Conflict({
    subject: `legal hold of ${run} in the log ${place.origin}`,
    seen: leafText(leaf),
    limit: `that it is ${action}`,
  });
}

/** The files, and what the log has of the run by then. */
async function versionsOf(
  { reader }: KeyPlace,
  holds: HoldAccess,
  run: string,
): Promise<readonly HeldVersion[]> {
  const entries = (await reader.entries()).filter(({ leaf }) => isOf(run, leaf));
  const prefixes = [runKeys.files(run), ...entries.map(({ index }) => logKeys.entry(index))];
  return (await Promise.all(prefixes.map((prefix) => holds.versions(prefix)))).flat();
}

function isOf(run: string, leaf: LogLeaf): boolean {
  return leaf.type !== 'key' && leaf.run === run;
}

/** A sentence for each version that is not as it should be. */
async function changed(
  holds: HoldAccess,
  versions: readonly HeldVersion[],
  on: boolean,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (let from = 0; from < versions.length; from += AT_ONCE) {
    const part = versions.slice(from, from + AT_ONCE);
    const answers = await Promise.allSettled(part.map((version) => holds.hold(version, on)));
    part.forEach(({ key, versionId }, index) => {
      const answer = answers[index];
      if (answer?.status === 'rejected')
        failed.push(`${key} (version ${versionId}): ${wordsOf(answer.reason)}`);
    });
  }
  return failed;
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
