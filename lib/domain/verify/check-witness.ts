import { sameBytes } from '../bytes.ts';
import { EVIDENCE_FILES } from '../evidence/evidence-files.ts';
import { parseProof } from '../evidence/proof-file.ts';
import { type RunContents, textIn } from '../evidence/run-contents.ts';
import {
  keyHintOf,
  type NoteSignature,
  parseCheckpoint,
  signedBytes,
  type TreeHead,
} from '../log/checkpoint.ts';
import { isBy, verifiedCosignature } from '../log/cosignature.ts';
import { checkSignature } from './check-signature.ts';
import { rootsInLog } from './check-since.ts';
import type { Finding } from './finding.ts';
import type { Verifier } from './verifier.ts';

/** By whom a log that has the run's end was signed, and when. */
export interface Witnessed {
  /** Leaves of the log that they signed. */
  readonly size: number;
  /** At least one; seconds since 1970, each by the witness's own clock. */
  readonly by: readonly { readonly name: string; readonly seconds: number }[];
}

interface CheckedWitness {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** Null where no trusted witness is shown to have signed a log with the run's end. */
  readonly witnessed: Witnessed | null;
}

/** How the cosigned checkpoint is named, which is no file of the run. */
const file = '--cosigned';

/**
 * Holds a checkpoint that witnesses have signed against that of the run. What is not shown lowers the grade; what
 * contradicts the run is a finding.
 */
export function checkWitness(verifier: Verifier, contents: RunContents): CheckedWitness {
  const { cosigned } = verifier;
  if (!cosigned) return { findings: [], notes: [], witnessed: null };
  const { size } = cosigned.checkpoint;
  const [log, signers, place] = [
    signedByLog(verifier, cosigned),
    signedByWitnesses(verifier, cosigned),
    placeIn(verifier, contents, cosigned.checkpoint),
  ];
  const { by } = signers;
  return {
    findings: [...log, ...signers.findings, ...place.findings],
    notes: [...(by.length === 0 ? [NO_WITNESS] : []), ...place.notes],
    witnessed: place.hasEnd && by.length > 0 ? { size, by } : null,
  };
}

const NO_WITNESS = `${file} has no signature of a witness that you trust`;

type Cosigned = NonNullable<Verifier['cosigned']>;

function signedByLog(verifier: Verifier, { checkpoint, signatures }: Cosigned): readonly Finding[] {
  const own = signatures.filter(({ name }) => name === checkpoint.origin);
  const isKnown = ({ keyHint }: NoteSignature) =>
    verifier.trusted.some(({ spki }) => keyHintOf(verifier.sha256, spki) === keyHint);
  const line = own.find(isKnown) ?? own[0];
  if (!line) return [{ kind: 'signature-wrong', file, says: 'has no signature of the log itself' }];
  return checkSignature(verifier, {
    file,
    data: signedBytes(checkpoint),
    signature: line.signature,
    key: `${line.keyHint}…`,
    isKey: ({ spki }) => keyHintOf(verifier.sha256, spki) === line.keyHint,
  });
}

function signedByWitnesses({ witnesses, verifyEd25519 }: Verifier, { checkpoint, signatures }: Cosigned) {
  const lines = witnesses.flatMap((witness) =>
    signatures
      .filter((line) => isBy(witness, line))
      .map((line) => ({
        name: witness.name,
        right: verifiedCosignature(verifyEd25519, { witness, checkpoint }, line),
      })),
  );
  return {
    by: lines.flatMap(({ name, right }) => (right ? [{ name, seconds: right.seconds }] : [])),
    findings: lines.flatMap(({ name, right }): readonly Finding[] =>
      right
        ? []
        : [{ kind: 'signature-wrong', file, says: `the witness ${name} did not sign what stands here` }],
    ),
  };
}

interface Place {
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
  /** Whether the witnessed log is shown to have the run's end. */
  readonly hasEnd: boolean;
}

function placeIn({ sha256, log }: Verifier, contents: RunContents, cosigned: TreeHead): Place {
  const head = parseCheckpoint(textIn(contents, EVIDENCE_FILES.checkpoint))?.checkpoint;
  const end = parseProof(textIn(contents, EVIDENCE_FILES.proof))?.end.index;
  // What is wrong with these is said where they are checked.
  if (!head || end === undefined) return nowhere();
  if (head.origin !== cosigned.origin) {
    return nowhere('not-in-log', `is of the log ${cosigned.origin}; the run is in the log ${head.origin}`);
  }
  const [forked] = log ? rootsInLog(sha256, log, [cosigned]) : [];
  if (forked) return nowhere('log-forked', forked);
  if (head.size === cosigned.size && !sameBytes(head.root, cosigned.root)) {
    const says = `has the root of another log of ${head.size} leaves than the run's checkpoint: there are two logs`;
    return nowhere('log-forked', says);
  }
  if (cosigned.size <= end) return noted(`${file} is of ${cosigned.size} leaves, without the run's end`);
  if (log || head.size === cosigned.size) return { findings: [], notes: [], hasEnd: true };
  const sizes = `${file} is of ${cosigned.size} leaves, and the run's checkpoint of ${head.size}`;
  return noted(`${sizes}: only the log itself (--log) can show that the one grew out of the other`);
}

function nowhere(kind?: Finding['kind'], says = ''): Place {
  return { findings: kind ? [{ kind, file, says }] : [], notes: [], hasEnd: false };
}

function noted(note: string): Place {
  return { findings: [], notes: [note], hasEnd: false };
}
