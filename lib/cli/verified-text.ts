import { FINDING_CODES, type Finding } from '../domain/verify/finding.ts';
import { gradeOf, stillForged } from '../domain/verify/grade.ts';
import type { Verification } from '../domain/verify/verify-run.ts';
import { formatInstant } from '../domain/instant.ts';
import { SCHEMA_VERSION } from '../domain/stored.ts';
import { visibleText } from '../domain/visible-text.ts';

export interface Verified extends Verification {
  readonly directory: string;
  /** The exit code. */
  readonly code: number;
}

const HOW_TO_TRUST =
  'Next: --trust FILE with the public key that you had from whoever runs it; of a sandbox it is .muster/keys/REGION.public.pem.';

/** What a person reads: what the statement says, then whether it holds. File names come from whoever made the directory. */
export function verifiedText(verified: Verified): string {
  const { findings, notes, says, keyId, log, code, directory } = verified;
  const said = says
    ? [
        `${says.run} says: ${says.kind}, scope ${says.scope}, overall ${says.verdicts['overall'] ?? 'nothing'}`,
        `Signed by key ${keyId ?? 'unknown'}.`,
      ]
    : [`${directory} has no statement that can be relied on.`];
  const place = log
    ? [`Its end is entry ${log.end} of the log ${log.origin}, with ${log.size} entries.`]
    : [];
  const result =
    code === 0
      ? ['Verified.', ...gradeLines(verified)]
      : [`NOT VERIFIED, exit code ${code}:`, ...ordered(findings).map(line)];
  const isUntrusted = findings.some(({ kind }) => kind === 'no-trusted-key');
  return [
    ...said,
    ...place,
    ...result,
    ...(isUntrusted ? [HOW_TO_TRUST] : []),
    ...notes.map((note) => `Note: ${note}.`),
  ]
    .map((text) => `${visibleText(text)}\n`)
    .join('');
}

/** How far evidence goes that holds, and what it does not exclude. */
function gradeLines({ stoodFor, witnessed, dated }: Verified): readonly string[] {
  return [
    ...witnessesOf(witnessed).map(
      ({ name, at }) =>
        `Witnessed by ${name} at ${at}: by then the log had its first ${witnessed?.size} entries, with the run's end.`,
    ),
    ...(dated ? [`Stamped by ${dated.by}: it had been signed by ${formatInstant(dated.at)}.`] : []),
    `Grade: ${gradeOf(stoodFor)}. At that grade a dishonest operator can still:`,
    ...stillForged(stoodFor).map((does) => `  - ${does}`),
  ];
}

function witnessesOf(witnessed: Verified['witnessed']) {
  return (witnessed?.by ?? []).map(({ name, seconds }) => ({ name, at: formatInstant(seconds * 1e6) }));
}

/** The one object that `--json` prints. */
export function verifiedJson(verified: Verified): string {
  const { findings, notes, says, keyId, log, code, directory, stoodFor, witnessed, dated } = verified;
  return `${JSON.stringify({
    schemaVersion: SCHEMA_VERSION,
    directory,
    verified: code === 0,
    code,
    grade: code === 0 ? gradeOf(stoodFor) : null,
    witnessed: code === 0 && witnessed ? { size: witnessed.size, by: witnessesOf(witnessed) } : null,
    stamped: code === 0 && dated ? { by: dated.by, at: formatInstant(dated.at) } : null,
    canStillBeForged: code === 0 ? stillForged(stoodFor) : null,
    run: says?.run ?? null,
    kind: says?.kind ?? null,
    scope: says?.scope ?? null,
    overall: says?.verdicts['overall'] ?? null,
    keyId,
    log,
    findings: ordered(findings).map((finding) => ({ code: FINDING_CODES[finding.kind], ...finding })),
    notes,
  })}\n`;
}

function ordered(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((one, other) => FINDING_CODES[one.kind] - FINDING_CODES[other.kind]);
}

/** The one that gives the exit code. */
export function firstFinding(findings: readonly Finding[]): Finding | undefined {
  return ordered(findings)[0];
}

function line({ kind, file, says }: Finding): string {
  return `  ${FINDING_CODES[kind]} ${kind}: ${file} ${says}`;
}
