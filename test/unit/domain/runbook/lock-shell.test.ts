import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePlan } from '../../../../lib/domain/plan/parse-plan.ts';
import { failoverRunbook } from '../../../../lib/domain/runbook/failover-runbook.ts';

const HERE = 'muster-orders-eu-west-1';
const THERE = 'muster-orders-eu-central-1';
const MINE = { owner: 'person', run: 'by-hand-mine', state: 'held', scope: 'real' };
const DRILL = {
  owner: 'arn:aws:states:eu-west-1:111122223333:execution:failover:drill-9',
  run: 'drill-9',
  state: 'held',
  generation: 41,
  scope: 'live',
};

/** Two buckets as files of a directory; time passes by sleeping alone. */
const AWS = String.raw`
exec 2>&1
now=1000; slept=0
date() { if [ "$1" = +%s ]; then echo $((now + slept)); else echo mine; fi; }
sleep() { slept=$((slept + $1)); }
aws() {
  case "$*" in *--generate-cli-skeleton*) [ "$CLI" = new ] && echo '"IfMatch": ""'; return 0 ;; esac
  if [ "$1" = rds ]; then echo "rds $2"; return; fi
  match='' body=''
  for word in "$@"; do
    case "$last" in --bucket) object=../$word ;; --body) body=$word ;; --if-*) match=$last ;; esac
    [ "$last" = --if-match ] && wanted=$word
    last=$word
  done
  if [ -e "$object.refuses" ]; then echo "An error occurred ($(cat "$object.refuses")) when calling it"; return 254; fi >&2
  if [ "$2" = get-object ]; then
    if [ ! -e "$object" ]; then echo 'An error occurred (NoSuchKey) when calling it' >&2; return 254; fi
    cp "$object" "$last"; etag "$object"
    if [ -e "$object.next" ]; then mv "$object.next" "$object"; fi
    return
  fi
  if [ "$match" = --if-none-match ] && [ -e "$object" ]; then echo PreconditionFailed >&2; return 254; fi
  if [ "$match" = --if-match ] && [ "$(etag "$object")" != "$wanted" ]; then echo PreconditionFailed >&2; return 254; fi
  cp "$body" "$object"; etag "$object"
}
etag() { cksum < "$1" | sed 's/\(.*\)/"\1"/'; }
psql() { echo f; }
`;

const parsed = parsePlan(
  readFileSync(new URL('../../../../drills/plans/orders.yaml', import.meta.url)),
  'orders.yaml',
);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
const { steps } = failoverRunbook(parsed.plan, 'a'.repeat(64));
const blockOf = (id: string) => steps.find((step) => step.id === id)?.commands.join('\n') ?? '';

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'muster-lock-'))));
afterEach(() => rmSync(directory, { recursive: true }));

const stored = (bucket: string): unknown => JSON.parse(readFileSync(join(directory, bucket), 'utf8'));
const store = (bucket: string, content: unknown) =>
  writeFileSync(join(directory, bucket), typeof content === 'string' ? content : JSON.stringify(content));

/** What those steps print one after the other, each in the shell of the first, and how they end. */
function typed(cli: 'old' | 'new', ...ids: readonly string[]) {
  const blocks = ['prepare', ...ids].map((id) => blockOf(id) || id);
  const input = `CLI=${cli}\n${AWS}\nset -e\n${blocks.join('\n')}\necho "slept $slept"\n`;
  const { status, stdout } = spawnSync('bash', [], { cwd: directory, input, encoding: 'utf8' });
  return { status, printed: stdout };
}

describe.each(['old', 'new'] as const)('the lock, typed with the AWS CLI in its %s version', (cli) => {
  it('is generation 1 of both sites where there never was one', () => {
    expect(typed(cli, 'lock')).toMatchObject({ status: 0 });
    expect([stored(HERE), stored(THERE)]).toEqual([
      { ...MINE, generation: 1 },
      { ...MINE, generation: 1 },
    ]);
  });

  it.each(['ExpiredToken', 'AccessDenied', 'SlowDown'])('is left alone where %s is the answer', (error) => {
    store(HERE, DRILL);
    store(`${HERE}.refuses`, error);
    const { status, printed } = typed(cli, 'lock');
    expect(status).not.toBe(0);
    expect(printed).toContain('THE LOCK COULD NOT BE READ, which does not mean that it is free');
    expect(printed).toContain(error);
    expect(stored(HERE)).toEqual(DRILL);
  });

  it('is above both sites, and says what they were', () => {
    store(HERE, { ...DRILL, state: 'free' });
    store(THERE, { ...DRILL, state: 'free', generation: 57 });
    const { printed } = typed(cli, 'lock');
    expect(printed).toContain(JSON.stringify({ ...DRILL, state: 'free' }));
    expect(printed).toMatch(/\n58\nslept/);
    expect([stored(HERE), stored(THERE)]).toEqual([
      { ...MINE, generation: 58 },
      { ...MINE, generation: 58 },
    ]);
  });

  it('is not taken from another person, and nothing below it is typed without it', () => {
    const other = { ...MINE, run: 'by-hand-other', generation: 3 };
    store(HERE, other);
    expect(typed(cli, 'lock').printed).toContain('HELD BY ANOTHER PERSON');
    for (const id of ['jobs', 'switch']) {
      const { status, printed } = typed(cli, id);
      expect(status).not.toBe(0);
      expect(printed).toContain('GENERATION: take the lock first');
    }
    expect(stored(HERE)).toEqual(other);
  });

  it('is taken from an execution at either site, and waits until what that has under way is over', () => {
    for (const bucket of [HERE, THERE]) {
      store(bucket, DRILL);
      const { printed } = typed(cli, 'lock');
      expect(Number(/slept (\d+)/.exec(printed)?.[1])).toBeGreaterThanOrEqual(305);
      expect(stored(bucket)).toEqual({ ...MINE, generation: 42 });
      rmSync(join(directory, HERE));
    }
  });

  it('is not taken where somebody has written it since it was read', () => {
    const other = { ...DRILL, run: 'drill-10', generation: 42 };
    store(HERE, { ...DRILL, state: 'free' });
    store(`${HERE}.next`, other);
    const { status, printed } = typed(cli, 'lock');
    expect(status).not.toBe(0);
    expect(printed).toContain('NOT TAKEN: type this step again');
    expect(stored(HERE)).toEqual(other);
  });

  it('is taken without the other region', () => {
    store(`${THERE}.refuses`, 'RequestTimeout');
    const { status, printed } = typed(cli, 'lock');
    expect(status).toBe(0);
    expect(printed).toContain('NO ANSWER');
    expect(stored(HERE)).toEqual({ ...MINE, generation: 1 });
  });

  it('may be taken again by whoever holds it', () => {
    typed(cli, 'lock');
    expect(typed(cli, 'lock').status).toBe(0);
    expect(stored(HERE)).toEqual({ ...MINE, generation: 2 });
  });

  it('promotes nothing once it is somebody else’s, or cannot be asked for', () => {
    const promoted = typed(cli, 'lock', blockOf('promote').replaceAll(/^until.*$/gm, ''));
    expect(promoted.printed).toContain('rds promote-read-replica');
    for (const lost of [
      `echo '${JSON.stringify(DRILL)}' > ../${HERE}`,
      `echo SlowDown > ../${HERE}.refuses`,
    ]) {
      const { status, printed } = typed(cli, 'lock', lost, 'promote');
      expect(status).not.toBe(0);
      expect(printed).not.toContain('rds promote-read-replica');
      rmSync(join(directory, `${HERE}.refuses`), { force: true });
      rmSync(join(directory, HERE));
    }
  });

  it('is given back at both sites, and is not when it is somebody else’s', () => {
    expect(typed(cli, 'lock', 'end').status).toBe(0);
    expect([stored(HERE), stored(THERE)]).toEqual([
      { ...MINE, state: 'free', generation: 1 },
      { ...MINE, state: 'free', generation: 1 },
    ]);
    const { status, printed } = typed(cli, 'lock', `echo '${JSON.stringify(DRILL)}' > ../${HERE}`, 'end');
    expect(status).not.toBe(0);
    expect(printed).toContain('THE LOCK IS NOT YOURS');
    expect(stored(HERE)).toEqual(DRILL);
  });
});
