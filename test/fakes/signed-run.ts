import { makeVerify } from '../../lib/cli/trusted-keys.ts';
import { checkTimeStamp } from '../../lib/cli/time-stamp-authorities.ts';
import { verifyEd25519 } from '../../lib/cli/witness-keys.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { utf8 } from '../../lib/domain/bytes.ts';
import { canonicalJson } from '../../lib/domain/canonical-json.ts';
import { bundleText, parseBundle, signedEncoding } from '../../lib/domain/evidence/bundle.ts';
import { drillPredicate } from '../../lib/domain/evidence/drill-predicate.ts';
import { rawTexts, type RunContents } from '../../lib/domain/evidence/run-contents.ts';
import { parseStatement, type Statement } from '../../lib/domain/evidence/statement.ts';
import { formatInstant, parseInstant } from '../../lib/domain/instant.ts';
import { judgeFacts, judgeRun } from '../../lib/domain/judge/judge-run.ts';
import { readRun } from '../../lib/domain/judge/run-facts.ts';
import { formatJudgement } from '../../lib/domain/judge/judgement-text.ts';
import { logOrigin } from '../../lib/domain/log/log-origin.ts';
import type { EndLeaf, StartLeaf } from '../../lib/domain/log/log-leaf.ts';
import type { HistoryEntry, StepEntry } from '../../lib/domain/record/entry.ts';
import { makeSignRun } from '../../lib/evidence/sign-run.ts';
import type { Verifier } from '../../lib/domain/verify/verifier.ts';
import type { Signer } from '../../lib/ports/signer.ts';
import { sha256Bytes } from './fake-signer.ts';
import { startLeaf } from './log-leaves.ts';
import { renderReports } from '../../lib/report/render-reports.ts';
import { makeLogWorld } from './log-world.ts';
import { RUN_LIMIT_SECONDS } from '../../lib/domain/run/run-limit.ts';
import { makeManualClock, NOON } from './manual-clock.ts';
import { sha256 } from './sha256.ts';
import { UNSTAMPED } from './time-stamping.ts';

const GOLDEN = fileURLToPath(new URL('../fixtures/golden/', import.meta.url));

/** A run that ended as soon as it had begun: all that a directory can be, in as few bytes as it can be. */
export function tinyRun(...more: readonly StepEntry[]): Readonly<Record<string, string>> {
  return tinyRunWith({}, ...more);
}

/** The same with another plan, or sealed at another time. */
export function tinyRunWith(
  { plan = 'name: tiny\n', sealedAt = '2026-03-01T12:00:01.000000Z' },
  ...more: readonly StepEntry[]
): Readonly<Record<string, string>> {
  const begun: HistoryEntry = {
    schemaVersion: 1,
    kind: 'history',
    id: 1,
    type: 'ExecutionStarted',
    state: null,
    error: null,
    cause: null,
    at: '2026-03-01T12:00:00.000000Z',
  };
  const lines = [begun, ...more].map((entry) => `${JSON.stringify(entry)}\n`).join('');
  const files = { 'plan.yaml': { sha256: sha256(plan), bytes: plan.length } };
  const seal = { schemaVersion: 1, kind: 'seal', at: sealedAt, recordSha256: sha256(lines), files };
  return withJudgement({ 'record.ndjson': `${lines}${JSON.stringify(seal)}\n`, 'plan.yaml': plan });
}

export function goldenRun(version: string): Readonly<Record<string, string>> {
  const folder = `${GOLDEN}${version}/`;
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(folder + name, 'utf8')]));
}

/** Raw files with what follows from them, and one report. */
export function withJudgement(raw: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const judgement = judgeRun({ directory: '.', texts: rawTexts(contentsOf(raw)) }, sha256);
  return {
    ...raw,
    'judgement.json': formatJudgement(judgement),
    [`report-${judgement.scope}.txt`]: tinyReport(judgement),
  };
}

/** Raw files with what follows from them, and every report that this version writes. */
export function withReports(raw: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const files = { directory: '.', texts: rawTexts(contentsOf(raw)) };
  const facts = readRun(files);
  const judgement = judgeFacts(files, facts, sha256);
  const reports = Object.entries(renderReports(judgement, facts)).map(([extension, text]) => [
    `report-${judgement.scope}.${extension}`,
    text,
  ]);
  return { ...raw, 'judgement.json': formatJudgement(judgement), ...Object.fromEntries(reports) };
}

const tinyReport = ({ run, verdicts }: { run: string; verdicts: { overall: string } }) =>
  `${run}: ${verdicts.overall}\n`;

export function contentsOf(texts: Readonly<Record<string, string>>): Map<string, Uint8Array> {
  return new Map(Object.entries(texts).map(([name, text]) => [name, utf8(text)]));
}

interface SigningOptions {
  readonly start?: Partial<StartLeaf> | null;
  readonly world?: LogWorld;
  readonly status?: EndLeaf['status'];
  /** Answers requests for time stamps; none: nobody is asked. */
  readonly stamps?: (request: Uint8Array) => Promise<Uint8Array>;
}

/** A log with other runs before and behind this one, and what signs it. */
export async function signTexts(
  texts: Readonly<Record<string, string>>,
  { start: changed = {}, world: given, status = 'completed', stamps }: SigningOptions = {},
) {
  const contents = contentsOf(texts);
  const raw = { directory: '.', texts: rawTexts(contents) };
  const facts = readRun(raw);
  const predicate = drillPredicate(judgeFacts(raw, facts, sha256), facts, sha256);
  const { run, kind, scope, plan, sites, clocks } = predicate;
  const { startedAt, sealedAt } = clocks;
  const world = given ?? makeLogWorld(sites ? { origin: logOrigin(sites.recovery) } : {});
  await world.append(startLeaf('before'));
  const said = {
    kind,
    scope,
    plan,
    ...(startedAt === null ? {} : { at: startedAt, endsBy: later(startedAt, RUN_LIMIT_SECONDS[kind]) }),
    ...(predicate.objectives ? { objectives: predicate.objectives } : {}),
    ...(predicate.executionArn === null ? {} : { executionArn: predicate.executionArn }),
  };
  const start = changed && (await world.append(startLeaf(run, { ...said, ...changed })));
  for (const other of ['beside', 'behind']) await world.append(startLeaf(other));
  const { signer, append, reader } = world;
  const clock = makeManualClock(sealedAt === null ? NOON : parseInstant(sealedAt));
  const stamping = {
    ...UNSTAMPED,
    ...(stamps && { askAuthority: (_: string, asked: Uint8Array) => stamps(asked) }),
  };
  const signRun = makeSignRun({ signer, append, reader, sha256: sha256Bytes, clock, ...stamping });
  const files = await signRun({ contents, start, status, authority: stamps ? 'http://tsa.example' : null });
  return { contents: new Map([...contents, ...contentsOf(files)]), world, predicate, signRun, start };
}

function later(at: string, seconds: number): string {
  return formatInstant(parseInstant(at) + seconds * 1e6);
}

type LogWorld = ReturnType<typeof makeLogWorld>;

/** Somebody who has the keys of these worlds, and nothing else of them. */
export function makeVerifier(worlds: readonly LogWorld[], changed: Partial<Verifier> = {}): Verifier {
  return {
    sha256: sha256Bytes,
    verify: makeVerify(),
    render: (judgement) => ({ txt: tinyReport(judgement) }),
    toolVersion: 'none',
    trusted: worlds.map(({ signer }) => signer.own),
    authorities: [],
    checkTimeStamp,
    since: null,
    log: null,
    verifyEd25519,
    witnesses: [],
    trail: null,
    history: null,
    cosigned: null,
    ...changed,
  };
}

/** One file with other bytes, or gone. */
export function replaced(
  contents: RunContents,
  name: string,
  content: string | Uint8Array | null,
): RunContents {
  const others = [...contents].filter(([other]) => other !== name);
  if (content === null) return new Map(others);
  return new Map([...others, [name, typeof content === 'string' ? utf8(content) : content]]);
}

export function textOf(contents: RunContents, name: string): string {
  return new TextDecoder().decode(contents.get(name));
}

/** A bundle whose statement says something else, signed by whoever has the key. */
export async function resigned(
  contents: RunContents,
  file: string,
  { signer, change }: { signer: Signer; change: (statement: Statement) => object },
): Promise<RunContents> {
  const before = parseBundle(textOf(contents, file));
  const statement = before && parseStatement(before.payload);
  if (!statement) throw new RangeError(`${file} is no bundle with a statement`);
  const payload = utf8(canonicalJson(change(statement)));
  const { keyId } = await signer.key();
  const signature = await signer.sign(signedEncoding(payload));
  return replaced(contents, file, bundleText({ payload, signature, keyId, stamp: null }));
}
