import { expect, test } from 'vitest';
import { FailoverBrief } from '../../../lib/domain/brief/failover-brief.ts';
import { known, unknown } from '../../../lib/domain/brief/fact.ts';
import { type BriefFacts, makeFailoverBrief } from '../../../lib/domain/brief/make-failover-brief.ts';
import { briefText } from '../../../lib/report/brief-text.ts';
import { APPROVED_PLAN, lostRegion, requestFor } from '../../fakes/briefs.ts';
import { drilled } from '../../fakes/former-failovers.ts';
import { SMALL_PLAN } from '../domain/plan/small-plan.ts';

/** What paints a text on a terminal. */
const SGR = new RegExp(`${String.fromCodePoint(27)}\\[[\\d;]*m`, 'g');
const { view: VIEW } = lostRegion();
const SITES = VIEW.known ? VIEW.value : expect.unreachable();
const PLAIN = { colour: false, calls: false };
const screen = (plan: string, facts: BriefFacts, options = PLAIN) =>
  briefText(makeFailoverBrief(requestFor(plan), facts), options);
const CHANGED = `${SMALL_PLAN}hold: PT1H\nbackgroundJobs: [{ name: nightly }]\n`;

test('a watch of which not all series run is no watch that a run is measured by, and that is said', () => {
  const facts = lostRegion();
  const { value } = facts.watch.known ? facts.watch : expect.unreachable();
  const words = `not all series of ${value.run} run: a run would not be measured by it`;
  for (const whole of [true, null])
    expect(screen(APPROVED_PLAN, { ...facts, watch: known({ ...value, whole }) })).not.toContain(words);
  const shown = screen(APPROVED_PLAN, { ...facts, watch: known({ ...value, whole: false }) });
  expect(shown.replaceAll(/\n +/g, ' ')).toContain(words);
});

test('a rehearsal forecasts nothing for AWS, and proves no plan there', () => {
  const text = screen(APPROVED_PLAN, { ...lostRegion(), former: known([drilled()]) });
  expect(text).toContain('PROVEN     never: no failover drill of this plan has passed\n');
  expect(text).toContain('from one run, rehearsal: no forecast for AWS\n');
  expect(text).toContain('NEEDS      --stale-evidence REASON: no failover drill of this plan has passed\n');
});

test('a lost region, of a plan that was drilled and that one of two others approves', () => {
  expect(screen(APPROVED_PLAN, lostRegion())).toMatchInlineSnapshot(`
    "REAL FAILOVER of small: east (eu-central-1) → west (eu-west-1)
    plans/small.yaml (sha256 aaaaaaaaaaaa), seen at 2027-03-10 03:00:40 UTC
    ────────────────────────────────────────────────────────────────────────────────
    LOST       REGION LOST: nothing there answers
               FAIL OVER: nothing in eu-central-1 answers eu-west-1, and no user is
               served from there
               seen by eu-west-1: silent: API, database, 2 services
               seen by eu-north-1: silent: API, database, 2 services
               seen by eu-central-1: not known: its probe
    HEALTH     eu-central-1 (primary): does not answer: no answer within 2 s
               eu-west-1 (recovery): answers, app-west is available
               not served (no answer within 1 s): a, b
               clients are sent to east
    HEARTBEAT  db: last acknowledged 03:00:09.982, 30 s ago, and failing ever since
    AT RISK    db: 80 ms to 0.22 s of writes, how many is unknown: nobody read the
               statistics of db's primary before the disruption; heartbeats: 5
               its replica claims 40 ms of lag, holds heartbeats up to 03:00:09.880
    PROVEN     this plan, unchanged, passed 2 days ago (2027-03-08, live): RTO at
               most 3.2 s, RPO at most 60 ms
    DURATION   about 6 s to prepare, then 2.9 s (1.5 s of it AWS) until services
               answer (slowest 2.9 s); from one run, live
    CALLS      38 calls: 30 in eu-west-1 (17 of them are changes), 8 in eu-central-1
               (3 of them are changes); --calls lists them
    NO UNDO    RDS PromoteReadReplica of app-west in eu-west-1
    APPROVAL   1 of Ben, Cid, within 10 min
               The primary region does not answer: without proof of its fence 2 of
               them have to accept the divergence
    CONFLICT   none: the lock is free
    "
  `);
});

test('on a sandbox the head says so: its times are no forecast, and nobody is hurt', () => {
  const brief = makeFailoverBrief({ ...requestFor(APPROVED_PLAN), target: 'sandbox' }, lostRegion());
  expect(briefText(brief, PLAIN).split('\n')[0]).toBe(
    'REAL FAILOVER of small on a sandbox: east (eu-central-1) → west (eu-west-1)',
  );
});

test('where nothing answers and nothing is known each line says so, and nothing is guessed', () => {
  const why = 'no answer within 2 s';
  const dark = unknown(why);
  const facts = lostRegion({
    view: dark,
    seenByWatch: unknown('no watch runs'),
    regions: [
      { role: 'primary', region: 'eu-central-1', answers: false, seen: `does not answer: ${why}` },
      { role: 'recovery', region: 'eu-west-1', answers: false, seen: `does not answer: ${why}` },
    ],
    activeSite: dark,
    services: [],
    watch: unknown('no watch runs'),
    databases: [{ id: 'db', heartbeat: dark, watched: unknown('no watch runs'), replica: dark }],
    former: dark,
    conflict: dark,
  });
  expect(screen(SMALL_PLAN, facts)).toMatchInlineSnapshot(`
    "REAL FAILOVER of small: east (eu-central-1) → west (eu-west-1)
    plans/small.yaml (sha256 aaaaaaaaaaaa), seen at 2027-03-10 03:00:40 UTC
    ────────────────────────────────────────────────────────────────────────────────
    LOST       unknown: no watch runs
               DO NOT FAIL OVER: nobody can say that anything is lost
    HEALTH     eu-central-1 (primary): does not answer: no answer within 2 s
               eu-west-1 (recovery): does not answer: no answer within 2 s
               where clients are sent is unknown: no answer within 2 s
    HEARTBEAT  unknown: no watch runs
               a watch is started with \`npx muster watch start --plan
               plans/small.yaml\`
    AT RISK    db: unknown: no watch runs
               its replica: unknown: no answer within 2 s
    PROVEN     unknown: no answer within 2 s
    DURATION   unknown: no answer within 2 s
    CALLS      37 calls: 29 in eu-west-1 (16 of them are changes), 8 in eu-central-1
               (3 of them are changes); --calls lists them
    NO UNDO    RDS PromoteReadReplica of app-west in eu-west-1
    APPROVAL   nobody has to approve; Ada starts it
               The primary region does not answer: without proof of its fence 2
               people have to accept the divergence; beside Ada the plan names 0: it
               would stop there
    CONFLICT   unknown: no answer within 2 s
    NEEDS      --despite REASON: nobody can say that anything is lost
               --stale-evidence REASON: former drills are not known: no answer
               within 2 s
    "
  `);
});

test('while users are served, and a drill runs on a plan that has changed', () => {
  const facts = lostRegion({
    view: known({
      ...SITES,
      vantages: [{ region: 'eu-west-1', role: 'recovery', answered: false, failure: 'late' }],
    }),
    seenByWatch: known({ finding: 'link-lost', evidence: [], by: 'watch' }),
    services: ['a', 'b'].map((name) => ({ name, required: true, served: true, seen: 'HTTP 200' })),
    databases: [],
    former: known([
      drilled({ run: 'small-2', scope: 'live', verdict: 'missed' }),
      drilled({ scope: 'live' }),
    ]),
    conflict: known({ run: 'small-3', scope: 'live', status: 'RUNNING', effect: 'pre-empted' }),
  });
  const brief = makeFailoverBrief(requestFor(CHANGED, { sha256: 'b'.repeat(64) }), facts);
  expect(briefText(brief, PLAIN)).toMatchInlineSnapshot(`
    "REAL FAILOVER of small: east (eu-central-1) → west (eu-west-1)
    plans/small.yaml (sha256 bbbbbbbbbbbb), seen at 2027-03-10 03:00:40 UTC
    ────────────────────────────────────────────────────────────────────────────────
    LOST       LINK LOST: the region lives, and cannot be reached from here
               DO NOT FAIL OVER: users are served: only the link is cut
               so says the watch alone, at the time of its detection
    HEALTH     eu-central-1 (primary): does not answer: no answer within 2 s
               eu-west-1 (recovery): answers, app-west is available
               served: a, b
               clients are sent to east
    PROVEN     an earlier version passed 2 days ago (2027-03-08, live): RTO at most
               3.2 s, RPO at most 60 ms
               the newest drill, small-2, was missed
    CHANGED    backgroundJobs: added, nightly
               hold: PT1M → PT1H
    DURATION   about 6 s to prepare, then 2.9 s (1.5 s of it AWS) until services
               answer (slowest 2.9 s); from 2 runs, live
    CALLS      37 calls: 29 in eu-west-1 (16 of them are changes), 8 in eu-central-1
               (3 of them are changes); --calls lists them
    NO UNDO    RDS PromoteReadReplica of app-west in eu-west-1
    APPROVAL   nobody has to approve; Ada starts it
               The primary region does not answer: without proof of its fence 2
               people have to accept the divergence; beside Ada the plan names 0: it
               would stop there
    CONFLICT   small-3 (live, RUNNING) is pre-empted: it changes nothing any more
    NEEDS      --despite REASON: users are served: only the link is cut
               --stale-evidence REASON: the newest drill, small-2, was missed
    "
  `);
});

test('one of two people who starts it is told before that it would stop at the fence', () => {
  const plan = `${SMALL_PLAN}approvals: { people: [{ name: Ada }, { name: Ben }] }\n`;
  const lines = screen(plan, lostRegion()).split('\n');
  const first = lines.findIndex((line) => line.startsWith('NEEDS'));
  expect(lines.slice(first).join('\n')).toMatchInlineSnapshot(`
    "NEEDS      somebody else to start it, or it stops at a fence that is not proven:
               accepting that takes 2, and beside Ada the plan names 1
    "
  `);
  expect(screen(APPROVED_PLAN, lostRegion())).not.toContain('NEEDS');
});

test('the calls one by one say what each changes, where, and how it is undone', () => {
  const lines = screen(APPROVED_PLAN, lostRegion(), { ...PLAIN, calls: true }).split('\n');
  const first = lines.findIndex((line) => line.startsWith('CALLS'));
  expect(lines.slice(first, first + 5).join('\n')).toMatchInlineSnapshot(`
    "CALLS      eu-west-1 LogStart: S3 PutObject log/: the log of all runs says what
               begins (undo: none needed: it is a record)
               eu-west-1 AcquireLock: S3 PutObject locks/small.json: the lock is
               this run, with the next generation (undo: given back at the end)
               eu-central-1 AcquireLock: S3 PutObject locks/small.json: the lock is"
  `);
});

test('however much there is to say, it is one screen of 80 columns and 40 lines', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => `service-number-${index}`);
  const facts = lostRegion({
    services: many(40).map((name, index) => ({
      name,
      required: true,
      served: index % 2 === 0,
      seen: 'no answer within 1 s',
    })),
    databases: many(9).flatMap((id) => lostRegion().databases.map((database) => ({ ...database, id }))),
  });
  const people = many(9).map((name) => `{ name: ${name}, contact: 'on-call of ${name}' }`);
  const plan = `${SMALL_PLAN}approvals: { people: [${people.join(', ')}], real: { needed: 2 } }\n`;
  const lines = screen(plan, facts).trimEnd().split('\n');
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.join('\n')).toContain('more lines: --look --json has them all');
});

test('everybody who may approve is named, for whoever has to call them', () => {
  const names = ['Duty manager', 'Head of operations', 'Head of data', 'Head of payments'];
  const people = names.map((name, index) => `{ name: ${name}, contact: '+49 30 ${index}' }`);
  const plan = `${SMALL_PLAN}approvals: { people: [${people.join(', ')}], real: { needed: 2 } }\n`;
  const shown = screen(plan, lostRegion()).replaceAll(/\s+/g, ' ');
  expect(shown).toContain(
    `2 of ${names.map((name, index) => `${name} (+49 30 ${index})`).join(', ')}, within`,
  );
  expect(shown).toContain('2 of them have to accept the divergence');
});

test('colours repeat what the words say, and change none of them', () => {
  const coloured = screen(APPROVED_PLAN, lostRegion(), { ...PLAIN, colour: true });
  expect(coloured).toContain('\u001b[31;1mREGION LOST');
  expect(coloured.replaceAll(SGR, '')).toBe(screen(APPROVED_PLAN, lostRegion()));
});

test('as JSON it is the same brief, which its schema describes', () => {
  const brief = makeFailoverBrief(requestFor(APPROVED_PLAN), lostRegion());
  expect(FailoverBrief.parse(JSON.parse(JSON.stringify(brief)))).toEqual(brief);
});

test('what a region says cannot steer the terminal', () => {
  const facts = lostRegion({ activeSite: known('east\u001b[2J\nDO NOT') });
  expect(screen(SMALL_PLAN, facts)).not.toContain('\u001b');
});
