import { hex } from '../domain/bytes.ts';
import { bundleText, signedEncoding, type SignedPayload } from '../domain/evidence/bundle.ts';
import { DRILL_PREDICATE_TYPE, drillPredicate } from '../domain/evidence/drill-predicate.ts';
import { EVIDENCE_FILES } from '../domain/evidence/evidence-files.ts';
import { pathText, proofText } from '../domain/evidence/proof-file.ts';
import { rawTexts, type RunContents, textDigest } from '../domain/evidence/run-contents.ts';
import { makeStatement, statementBytes, subjectsOf } from '../domain/evidence/statement.ts';
import { TEST_RESULT_TYPE, testResult } from '../domain/evidence/test-result.ts';
import { verifyPage } from '../domain/evidence/verify-page.ts';
import { Conflict } from '../domain/failure.ts';
import { formatInstant } from '../domain/instant.ts';
import { judgeFacts } from '../domain/judge/judge-run.ts';
import { readRun } from '../domain/judge/run-facts.ts';
import type { LogEntry } from '../domain/log/log-entry.ts';
import type { EndLeaf, LogLeaf } from '../domain/log/log-leaf.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import type { Clock } from '../ports/clock.ts';
import type { Signer } from '../ports/signer.ts';
import type { LogReader } from './read-log.ts';
import { type TimeStampPorts, timeStamped } from './time-stamped.ts';

export interface SignRunPorts extends TimeStampPorts {
  readonly signer: Signer;
  readonly clock: Clock;
  readonly append: (leaf: LogLeaf) => Promise<LogEntry>;
  readonly reader: Pick<LogReader, 'inclusionPath'>;
}

export interface SignedRun {
  /** Every file of the run as it will be handed out: no other may be added after it. */
  readonly contents: RunContents;
  /** The run's start in the log; null where none was appended. */
  readonly start: LogEntry | null;
  readonly status: EndLeaf['status'];
  /** URL of the authority that the plan wants both signatures stamped by; null for none. */
  readonly authority: string | null;
}

/**
 * Signs a run and appends its end to the log. Answers the files of `evidence/` by name. Idempotent: done again it signs
 * the same statements, which are stamped anew, and finds its end in the log. @throws LogBroken; Conflict when the log has another end of this run
 */
export function makeSignRun(ports: SignRunPorts) {
  return async (run: SignedRun): Promise<Readonly<Record<string, string>>> => {
    const { predicate, drill, result } = statementsOf(ports, run.contents);
    const { keyId } = await ports.signer.key();
    const bundles = await Promise.all([drill, result].map((payload) => sign(ports, payload, run.authority)));
    const [drillBundle = '', resultBundle = ''] = bundles.map(bundleText);
    const end = await appendEnd(ports, run, { predicate, statement: drill });
    return {
      [EVIDENCE_FILES.drill]: drillBundle,
      [EVIDENCE_FILES.testResult]: resultBundle,
      [EVIDENCE_FILES.proof]: await proofOf(ports, run.start, end),
      [EVIDENCE_FILES.checkpoint]: end.note,
      [EVIDENCE_FILES.page]: verifyPage(
        { predicate, keyId },
        bundles.some(({ stamp }) => stamp) ? 'stamped' : 'second',
      ),
    };
  };
}

function statementsOf({ sha256 }: SignRunPorts, contents: RunContents) {
  const files = { directory: '.', texts: rawTexts(contents) };
  const [facts, digest] = [readRun(files), textDigest(sha256)];
  const predicate = drillPredicate(judgeFacts(files, facts, digest), facts, digest);
  const subjects = subjectsOf(contents, sha256);
  return {
    predicate,
    drill: statementBytes(makeStatement(subjects, DRILL_PREDICATE_TYPE, predicate)),
    result: statementBytes(makeStatement(subjects, TEST_RESULT_TYPE, testResult(predicate))),
  };
}

async function sign(
  ports: SignRunPorts,
  payload: Uint8Array,
  authority: string | null,
): Promise<SignedPayload> {
  const { signer } = ports;
  const [{ keyId }, signature] = await Promise.all([signer.key(), signer.sign(signedEncoding(payload))]);
  const stamp = authority === null ? null : await timeStamped(ports, authority, signature);
  return { payload, signature, keyId, stamp };
}

async function appendEnd(
  ports: SignRunPorts,
  { start, status }: SignedRun,
  signed: { readonly predicate: ReturnType<typeof drillPredicate>; readonly statement: Uint8Array },
): Promise<LogEntry> {
  const { run, scope, verdicts } = signed.predicate;
  const statementSha256 = hex(ports.sha256(signed.statement));
  const end = await ports.append({
    schemaVersion: SCHEMA_VERSION,
    type: 'end',
    run,
    start: start?.index ?? null,
    scope,
    status,
    overall: verdicts['overall'] ?? 'inconclusive',
    verdicts,
    statementSha256,
    at: formatInstant(ports.clock.now()),
  });
  if (end.leaf.type === 'end' && end.leaf.statementSha256 === statementSha256) return end;
  throw new Conflict({
    subject: `end of run ${run} in the log`,
    seen: 'another statement, signed before',
    limit: `the statement ${statementSha256}`,
  });
}

async function proofOf({ reader }: SignRunPorts, start: LogEntry | null, end: LogEntry): Promise<string> {
  const treeSize = end.frontier.size;
  const placed = async ({ index, text }: LogEntry) => ({
    index,
    leaf: text,
    path: pathText(await reader.inclusionPath(index, treeSize)),
  });
  return proofText({
    origin: end.signed.checkpoint.origin,
    treeSize,
    start: start && (await placed(start)),
    end: await placed(end),
  });
}
