import type { RecoveryPlan } from '../plan/recovery-plan.ts';
import { HANDLER_LIMIT_SECONDS } from '../run/run-parts.ts';
import { runKeys } from '../run/run-keys.ts';
import { shellWord } from '../shell-word.ts';
import { IMPATIENT, OR_NO_ANSWER } from './shell-lines.ts';

/** After its function's time-out a call may be under way for as long as a request may take. */
const CALLS_MAY_ACT_SECONDS = HANDLER_LIMIT_SECONDS + 5;

/** What a line is typed for that has to carry the generation: without the lock the shell refuses it. */
export const GENERATION = '"${GENERATION:?take the lock first}"';

/** Where a command of the lock acts: region and bucket of one site. */
const at = ({ region, bucket }: { readonly region: string; readonly bucket: string }) =>
  `${region} ${bucket}`;

/**
 * Functions for the lock, defined by the first step. Nothing but NoSuchKey is "no lock": whoever takes a refusal for one
 * writes a generation below the true one. Only newer versions of the AWS CLI write conditionally; an older one looks
 * right before and a while after instead, which leaves a second to whoever writes between.
 */
export function lockFunctions({ name, sites: { recovery } }: RecoveryPlan): readonly string[] {
  const key = `--key ${shellWord(runKeys.lock(name, 'failover'))} ${IMPATIENT} --query ETag --output text`;
  return [
    '# whether this AWS CLI can replace exactly what it has read',
    'case "$(aws s3api put-object --generate-cli-skeleton)" in *IfMatch*) SWAPS=yes ;; *) SWAPS=no ;; esac',
    '# read_lock REGION BUCKET FILE: the lock that stands there; generation 0 only where none ever stood',
    'read_lock() {',
    '  rm -f "$3"',
    `  aws s3api get-object --region "$1" --bucket "$2" ${key} "$3" > "$3.etag" 2> "$3.error" && return`,
    '  rm -f "$3"',
    `  if grep -q '(NoSuchKey)' "$3.error"; then echo '{"generation":0}' > "$3"; : > "$3.etag"; return; fi`,
    '  echo "THE LOCK COULD NOT BE READ, which does not mean that it is free: $(cat "$3.error")" >&2; return 1',
    '}',
    '# write_lock REGION BUCKET FILE STATE: in the place of what read_lock has put into FILE, and of nothing else',
    'write_lock() {',
    '  region=$1 bucket=$2 read=$3',
    `  printf '{"owner":"person","run":"%s","state":"%s","generation":%d,"scope":"real"}' "$RUN" "$4" ${GENERATION} > mine.json || return`,
    '  if [ "$SWAPS" = no ]; then set --; read_lock "$region" "$bucket" now.json && cmp "$read" now.json || return',
    `  elif [ -s "$read.etag" ]; then set -- --if-match "$(cat "$read.etag")"; else set -- --if-none-match '*'; fi`,
    `  aws s3api put-object --region "$region" --bucket "$bucket" ${key} --body mine.json "$@" || return`,
    '  [ "$SWAPS" = yes ] || sleep 3',
    '  read_lock "$region" "$bucket" now.json && cmp mine.json now.json',
    '}',
    '# held_by OWNER FILE, ours FILE: what a lock that was read says',
    `held_by() { grep '"state":"held"' "$2" | grep -q "\\"owner\\":\\"$1"; }`,
    `ours() { grep -q "\\"run\\":\\"$RUN\\",\\"state\\":\\"held\\",\\"generation\\":${GENERATION}," "$1"; }`,
    '# quiet: waits until no call of the run that held the lock before can have an effect any more',
    'quiet() { while [ "$(date +%s)" -lt "${QUIET_AT:-0}" ]; do sleep 5; done; }',
    '# still_ours: the lock as it stands now',
    'still_ours() {',
    `  quiet; read_lock ${at(recovery)} now.json || return`,
    `  ours now.json || { echo 'THE LOCK IS NOT YOURS, stop here:'; cat now.json; echo; return 1; }`,
    '}',
  ];
}

/** Reads both locks before it writes one, and waits where it took them from a run that may still act. */
export function takeLock({ sites: { primary, recovery } }: RecoveryPlan): readonly string[] {
  return [
    'take_lock() {',
    '  unset GENERATION; highest=0',
    `  read_lock ${at(recovery)} lock.json || return`,
    `  read_lock ${at(primary)} other.json ${OR_NO_ANSWER}`,
    '  for one in lock.json other.json; do',
    '    [ -e $one ] || continue',
    '    cat $one; echo',
    '    if held_by person $one && ! grep -q "\\"run\\":\\"$RUN\\"" $one; then echo \'HELD BY ANOTHER PERSON, stop here\'; return 1; fi',
    '    if held_by arn: $one; then OVER=yes; fi',
    `    generation=$(sed -n 's/.*"generation": *\\([0-9][0-9]*\\).*/\\1/p' $one)`,
    '    [ "${generation:-none}" -ge 0 ] || return',
    '    [ "$generation" -le "$highest" ] || highest=$generation',
    '  done',
    '  GENERATION=$((highest + 1))',
    `  write_lock ${at(recovery)} lock.json held || { unset GENERATION; echo 'NOT TAKEN: type this step again'; return 1; }`,
    `  [ ! -e other.json ] || write_lock ${at(primary)} other.json held ${OR_NO_ANSWER}`,
    '  echo "$GENERATION"',
    '  [ "${OVER:-no}" = yes ] || return 0',
    `  QUIET_AT=$(( $(date +%s) + ${CALLS_MAY_ACT_SECONDS} )); OVER=no`,
    `  echo 'An execution held it. What it has under way may act for ${CALLS_MAY_ACT_SECONDS} s: waiting.'; quiet`,
    '}',
    'take_lock',
  ];
}

/** Frees what is this run's, and nothing else. */
export function freeLock({ sites: { primary, recovery } }: RecoveryPlan): readonly string[] {
  return [
    `if still_ours; then write_lock ${at(recovery)} now.json free; else false; fi`,
    `read_lock ${at(primary)} other.json && ours other.json && write_lock ${at(primary)} other.json free ${OR_NO_ANSWER}`,
  ];
}
