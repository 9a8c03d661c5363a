import { DRILL_PREDICATE_TYPE, type DrillPredicate } from './drill-predicate.ts';
import { PAYLOAD_TYPE } from './bundle.ts';
import { TEST_RESULT_TYPE } from './test-result.ts';

export interface VerifyPage {
  readonly predicate: Pick<DrillPredicate, 'run' | 'kind' | 'scope'>;
  /** Of the key that signed. */
  readonly keyId: string;
}

const shell = (text: string) => `\`\`\`bash\n${text.trim()}\n\`\`\``;
const shown = (text: string) => `\`\`\`\n${text.trim()}\n\`\`\``;

const RUN_ALL = String.raw`
export KEY=/path/to/key.pem
sed -n '/^.\{3\}bash$/,/^.\{3\}$/p' evidence/VERIFY.md | grep -v '^.\{3\}\(bash\)\?$' | bash -eo pipefail`;

const SIGNATURES = String.raw`
WORK=$(mktemp -d); trap 'rm -rf "$WORK"' EXIT
for name in drill test-result; do
  jq -rj .dsseEnvelope.payload "evidence/$name.sigstore.json" | base64 -d > "$WORK/$name.json"
  jq -rj '.dsseEnvelope.signatures[0].sig' "evidence/$name.sigstore.json" | base64 -d > "$WORK/$name.sig"
  size=$(wc -c < "$WORK/$name.json" | tr -d ' ')
  { printf 'DSSEv1 ${PAYLOAD_TYPE.length} ${PAYLOAD_TYPE} %d ' "$size"; cat "$WORK/$name.json"; } > "$WORK/$name.pae"
  openssl dgst -sha256 -verify "$KEY" -signature "$WORK/$name.sig" "$WORK/$name.pae"
done`;

/** A page that was written once stays the page of its run: it is compared byte by byte. */
export const PAGE_EDITIONS = ['first', 'second', 'stamped'] as const;

type Edition = (typeof PAGE_EDITIONS)[number];

const NO_LINKS = String.raw`test -z "$(find . ! -type f ! -type d)"
`;

const FILES = (edition: Edition) => String.raw`
${edition === 'first' ? '' : NO_LINKS}jq -r '.subject[] | "\(.digest.sha256)  \(.name)"' "$WORK/drill.json" | sha256sum --check --strict --quiet
jq -r '.subject[].name' "$WORK/drill.json" | LC_ALL=C sort > "$WORK/signed"
find . -type f ! -path './evidence/*' | cut -c 3- | LC_ALL=C sort > "$WORK/present"
diff "$WORK/signed" "$WORK/present"
jq -c .subject "$WORK/drill.json" > "$WORK/one"; jq -c .subject "$WORK/test-result.json" > "$WORK/other"
cmp "$WORK/one" "$WORK/other"`;

const SAYS = String.raw`
test "$(jq -r .predicateType "$WORK/drill.json")" = ${DRILL_PREDICATE_TYPE}
test "$(jq -r .predicateType "$WORK/test-result.json")" = ${TEST_RESULT_TYPE}
jq '.predicate | {run, scope, verdicts, rto, rpo, findings}' "$WORK/drill.json"`;

const LEAVES = String.raw`jq -e --slurpfile drill "$WORK/drill.json" '$drill[0].predicate as $said | .start.index as $place
  | (.end.leaf | fromjson) as $after
  | ($after.start == $place and all("run", "scope", "verdicts"; $after[.] == $said[.]))
  and (if .start == null then $said.scope == "real" else (.start.leaf | fromjson) as $before
    | (($before.late | not) or $said.scope == "real")
    and all("run", "kind", "scope", "plan"; $before[.] == $said[.])
    and all("objectives", "executionArn"; $said[.] == null or $before[.] == $said[.])
    and ($before.target == null or $before.target == $said.target) end)' evidence/proof.json > "$WORK/agrees"
`;

const HOLDS = 'echo "all of it holds"';

const LOG = (edition: Edition) => String.raw`
sed '/^$/,$d' evidence/checkpoint > "$WORK/checkpoint"
sed -n 's/^— [^ ]* //p' evidence/checkpoint | base64 -d | tail -c +5 > "$WORK/checkpoint.sig"
openssl dgst -sha256 -verify "$KEY" -signature "$WORK/checkpoint.sig" "$WORK/checkpoint"
test "$(jq .treeSize evidence/proof.json)" = "$(sed -n 2p evidence/checkpoint)"
for part in start end; do
  if [ "$(jq ".$part" evidence/proof.json)" = null ]; then echo "no $part in the log"; continue; fi
  place=$(jq ".$part.index" evidence/proof.json)
  last=$(( $(jq .treeSize evidence/proof.json) - 1 ))
  test "$place" -le "$last"
  root=$({ printf '\000'; jq -rj ".$part.leaf" evidence/proof.json; } | openssl dgst -sha256 -binary | base64)
  for sibling in $(jq -r ".$part.path[]" evidence/proof.json); do
    test "$last" != 0
    if [ $((place % 2)) = 1 ] || [ "$place" = "$last" ]; then
      left=$sibling; right=$root
      while [ $((place % 2)) = 0 ] && [ "$place" != 0 ]; do place=$((place / 2)); last=$((last / 2)); done
    else
      left=$root; right=$sibling
    fi
    root=$({ printf '\001'; echo "$left" | base64 -d; echo "$right" | base64 -d; } | openssl dgst -sha256 -binary | base64)
    place=$((place / 2)); last=$((last / 2))
  done
  test "$last" = 0
  test "$root" = "$(sed -n 3p evidence/checkpoint)"
  jq -r ".$part.leaf | fromjson | \"$part of \(.run), logged \(.at)\"" evidence/proof.json
done
test "$(jq -r '.end.leaf | fromjson | .statementSha256' evidence/proof.json)" = "$(sha256sum < "$WORK/drill.json" | cut -d ' ' -f 1)"
${edition === 'first' ? '' : LEAVES}${edition === 'stamped' ? '' : HOLDS}`;

const STAMPS = String.raw`
if [ -z "$TSA" ]; then echo "TSA names no certificates: time stamps are not checked"; else
  for name in drill test-result; do
    stamp=.verificationMaterial.timestampVerificationData.rfc3161Timestamps
    if [ "$(jq "$stamp" "evidence/$name.sigstore.json")" = null ]; then echo "no time stamp on $name"; continue; fi
    jq -rj "$stamp[0].signedTimestamp" "evidence/$name.sigstore.json" | base64 -d > "$WORK/$name.tsr"
    openssl ts -verify -data "$WORK/$name.sig" -in "$WORK/$name.tsr" -CAfile "$TSA" 2> "$WORK/said" || { cat "$WORK/said"; false; }
    openssl ts -reply -in "$WORK/$name.tsr" -text 2> "$WORK/said" | grep '^Time stamp:'
  done
fi
${HOLDS}`;

const STAMPED = `

6. A time-stamp authority has seen both signatures. Say whose certificates you trust before you run the blocks, as a PEM
file that you have from the authority: \`export TSA=/path/to/tsa.pem\`. It says when, and not that what was signed is so.

${shell(STAMPS)}`;

const AGREE =
  ' Both say of the run\nwhat the statement says: the start its objectives, before anything happened, and the end its verdicts.';

const COSIGN = `
for type in drill=${DRILL_PREDICATE_TYPE} test-result=${TEST_RESULT_TYPE}; do
  cosign verify-blob-attestation --new-bundle-format --insecure-ignore-tlog --key "$KEY" \\
    --bundle "evidence/\${type%%=*}.sigstore.json" --type "\${type#*=}" record.ndjson
done`;

/** VERIFY.md of a run: how anybody checks it with openssl, jq and sha256sum, or with cosign, and without Muster. */
export function verifyPage(
  { predicate: { run, kind, scope }, keyId }: VerifyPage,
  edition: Edition = 'second',
): string {
  return `# How to check this run without Muster

Run \`${run}\`, kind ${kind}, scope **${scope}**.${scope === 'rehearsal' ? ' A rehearsal proves nothing of a live system.' : ''}

You need bash, openssl, jq and sha256sum, and the public key as a PEM file: from whoever answers for it, and not from the
directory that you check, since whoever could change these files could put another key beside them. Go to the directory
that holds \`evidence/\`. These two lines run every block below, and end at the first thing that does not hold. This page is
not signed either: read what it does, or take the commands from a copy of it that you have from elsewhere.

${shown(RUN_ALL)}

1. The key is the one that signed.

${shell(`test "$(openssl pkey -pubin -in "$KEY" -outform DER | sha256sum | cut -d ' ' -f 1)" = ${keyId}`)}

2. Two statements are signed by it, one for readers of drills and one for policy engines.

${shell(SIGNATURES)}

3. They are about these files, no other, and none is missing.

${shell(FILES(edition))}

4. They are of the kinds that they have to be. This is what the first one says.

${shell(SAYS)}

5. The run's start and its end are in the log that the checkpoint is of, and the end names this statement.${edition === 'first' ? '' : AGREE}

${shell(LOG(edition))}${edition === 'stamped' ? STAMPED : ''}

What these commands do not show is whether the numbers follow from the raw samples: \`npx muster verify .\` computes them
again, and looks at everything above as well. Whether the log was only ever appended to shows against a checkpoint that
you kept: \`npx muster verify . --since CHECKPOINT\`. Whoever runs the drills holds the key and the log: the signature says
who stands for these files, and not that nobody made them up.

With cosign (2.4 or newer) in place of steps 2 to 4, for any one of the files:

${shown(COSIGN)}
`;
}
