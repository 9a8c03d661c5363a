import { describe, expect, test } from 'vitest';
import { utf8 } from '../../../../lib/domain/bytes.ts';
import {
  type Answered,
  CORROBORATION_FILE,
  corroborationText,
} from '../../../../lib/domain/corroboration/corroboration-file.ts';
import { runCalls } from '../../../../lib/domain/corroboration/run-calls.ts';
import type { RunCall } from '../../../../lib/domain/corroboration/run-call.ts';
import { formatInstant } from '../../../../lib/domain/instant.ts';
import { type OwnTrail, parseOwnTrail } from '../../../../lib/domain/corroboration/own-trail.ts';
import type { RecordEntry } from '../../../../lib/domain/record/entry.ts';
import { checkCorroboration } from '../../../../lib/domain/verify/check-corroboration.ts';
import { announced, drillRecord, ended, secondsIn } from '../../../fakes/drill-record.ts';
import { trailText } from '../../../fakes/fake-trail.ts';
import { runInput } from '../../../fakes/run-input.ts';

const PREDICATE = { run: 'run-1', target: 'aws', scope: 'live' } as const;
const REGIONS = ['eu-west-1', 'eu-central-1'];
const RECORD = drillRecord();

interface Told {
  readonly record?: readonly RecordEntry[];
  /** Null: the event is left out. */
  readonly change?: (call: RunCall) => Readonly<Record<string, unknown>> | null;
  readonly more?: readonly string[];
  readonly answer?: Partial<Answered>;
  readonly predicate?: Parameters<typeof checkCorroboration>[1];
  readonly text?: string;
  readonly own?: OwnTrail | null;
}

const asIs = () => ({});

function check({
  record = RECORD,
  change = asIs,
  more = [],
  answer = {},
  predicate = PREDICATE,
  text,
  own = null,
}: Told = {}) {
  const { calls } = runCalls(RECORD);
  const answers = REGIONS.map((region): Answered => {
    const here = calls.filter((call) => call.region === region);
    const texts = here.flatMap((call) => {
      const changed = change(call);
      return changed ? [trailText(call, changed)] : [];
    });
    const span = { from: formatInstant(secondsIn(0)), to: formatInstant(secondsIn(2_000)) };
    return { of: 'cloudtrail', region, ...span, problem: null, texts: [...texts, ...more], ...answer };
  });
  const lines = record.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  const contents = new Map([
    ['record.ndjson', utf8(lines)],
    [CORROBORATION_FILE, utf8(text ?? corroborationText(answers))],
  ]);
  return checkCorroboration(contents, predicate, own);
}

const says = (told: Told) => check(told)?.findings.map(({ kind, says: seen }) => `${kind}: ${seen}`);
const [SERIES, LOSS, PROMOTION] = runCalls(RECORD).calls;

test('a run whose every call is in the trail is corroborated, and says what no trail has', () => {
  const found = check();
  expect(found).toMatchObject({ corroborated: true, unbound: [], findings: [] });
  expect(found?.bound.map(({ call, event }) => [call.name, event.id])).toEqual(
    [SERIES, LOSS, PROMOTION].map((call) => [call?.name, `event of ${call?.name} ${call?.subject}`]),
  );
  expect(found?.notes).toEqual([
    'corroboration.ndjson: 3 of 3 calls to the control plane that the record needs are in the trail',
    'corroboration.ndjson: AcquireLock, SwitchTraffic changed objects or rows, which event history does not keep',
  ]);
});

test('a rehearsal says whose trail it is', () => {
  const found = check({ predicate: { ...PREDICATE, scope: 'rehearsal', target: 'sandbox' } });
  expect(found?.notes).toContain(
    "corroboration.ndjson: the trail is the sandbox's own, and shows how it is done",
  );
});

describe('what RDS noted by itself of a promotion', () => {
  const question = { schemaVersion: 1, kind: 'asked', of: 'rds-events', region: 'eu-west-1', problem: null };
  const asked = { ...question, from: formatInstant(secondsIn(0)), to: formatInstant(secondsIn(2_000)) };
  const event = (text: string) => ({
    schemaVersion: 1,
    kind: 'event',
    of: 'rds-events',
    region: 'eu-west-1',
    text,
  });
  const restarted = (second: number, instance = 'orders-west') =>
    event(
      JSON.stringify({
        SourceIdentifier: instance,
        Message: 'DB instance restarted',
        Date: formatInstant(secondsIn(second)).replace('000Z', 'Z'),
      }),
    );
  const noted = (lines: readonly object[], predicate: Told['predicate'] = PREDICATE) =>
    check({ predicate, text: lines.map((line) => `${JSON.stringify(line)}\n`).join('') })?.notes.filter(
      (note) => note.includes('RDS noted'),
    );
  const words =
    'corroboration.ndjson: RDS noted of orders-west in eu-west-1 since its promotion was asked for';
  const promotedAt = PROMOTION ? (PROMOTION.after - secondsIn(0)) / 1e6 : 0;

  test('stands beside it, with what followed and nothing of before or of others', () => {
    const [before, after] = [restarted(promotedAt - 60), restarted(promotedAt + 9)];
    expect(noted([asked, before, after, restarted(promotedAt + 9, 'else'), event('x')])).toEqual([
      `${words}: "DB instance restarted" at ${formatInstant(secondsIn(promotedAt + 9))}`,
    ]);
  });

  test('is told to be nothing where RDS was asked and answered whole, and nothing restarts in a rehearsal', () => {
    const silence = `${words}: nothing, up to when it was asked; RDS restarts what it promotes`;
    expect(noted([asked])).toEqual([silence]);
    expect(noted([{ ...asked, problem: 'AccessDenied: no' }])).toEqual([]);
    expect(noted([])).toEqual([]);
    expect(noted([asked], { ...PREDICATE, scope: 'rehearsal', target: 'sandbox' })).toEqual([]);
  });
});

test('a run without such a file is not asked about, nor one without a statement', () => {
  expect(checkCorroboration(new Map(), PREDICATE, null)).toBeNull();
  expect(check({ predicate: null })).toBeNull();
});

test('a promotion that the trail never saw contradicts the record, and only once the trail must have it', () => {
  const change = ({ name }: RunCall) => (name === 'PromoteReadReplica' ? null : {});
  expect(says({ change })).toEqual([
    'record-contradicted: the record has PromoteReadReplica orders-west in eu-west-1, request request-1: the trail reaches beyond it, and has no event of it',
  ]);
  const early = { to: formatInstant(secondsIn(60)) };
  expect(check({ change, answer: early })).toMatchObject({ corroborated: false, findings: [] });
  const sandbox = { ...PREDICATE, target: 'sandbox' as const };
  expect(check({ change, answer: early, predicate: sandbox })).toMatchObject({
    findings: [{ kind: 'record-contradicted' }],
  });
});

test('a trail that was not to be had lowers the grade, and is no finding', () => {
  const found = check({ change: () => null, answer: { problem: 'AccessDenied: no' } });
  expect(found).toMatchObject({ corroborated: false, bound: [], findings: [] });
  expect(found?.notes).toContain(
    'corroboration.ndjson: cloudtrail of eu-west-1 is not whole: AccessDenied: no',
  );
  expect(found?.notes).toContain(
    'corroboration.ndjson: StartExperiment EXP1 in eu-central-1 is bound to nothing: the trail of eu-central-1: AccessDenied: no',
  );
});

test('a state of which no call is known here lowers the grade', () => {
  const found = check({ record: [...RECORD, announced('RebuildReplica', 41)] });
  expect(found).toMatchObject({ corroborated: false, findings: [] });
  expect(found?.notes).toContain(
    'corroboration.ndjson: RebuildReplica changed something by calls that are not looked for here',
  );
});

const input = runInput();
const objectives = ended('RecordObjectives', 5, { input, executionArn: 'arn:e', toolVersion: '1' });
const withInput = [...RECORD, objectives];
const onPrimary = (name: string, changed: Readonly<Record<string, unknown>> = {}) => {
  const subject = input.databases[0]?.primary.instance ?? '';
  if (!SERIES) throw new RangeError('the record has no series');
  return trailText({ ...SERIES, source: 'rds.amazonaws.com', name, subject }, changed);
};

test('a call of the same role on an instance of the run, which the record does not have, lowers the grade', () => {
  const found = check({ record: withInput, more: [onPrimary('DeleteDBInstance')] });
  expect(found).toMatchObject({ corroborated: false, findings: [] });
  expect(found?.notes.join('\n')).toContain('is in no record of the run: DeleteDBInstance');
});

test.each([
  ['of somebody else', { userIdentity: { arn: 'arn:aws:iam::111122223333:user/somebody' } }],
  ['of nobody', { userIdentity: null }],
  ['that was refused', { errorCode: 'InvalidDBInstanceState' }],
  ['before the run', { eventTime: '2026-03-01T11:59:58Z' }],
  ['after it', { eventTime: '2026-03-01T12:00:41Z' }],
  ['on an instance of another run', { requestParameters: { dBInstanceIdentifier: 'another' } }],
])('a call %s is not held against it', (_, changed) => {
  const found = check({ record: withInput, more: [onPrimary('DeleteDBInstance', changed)] });
  expect(found).toMatchObject({ corroborated: true, findings: [] });
});

const unpromoted = withInput.filter(
  (entry) => entry.kind === 'history' || entry.kind === 'seal' || entry.state !== 'PromoteReplica',
);

test('a promotion in the trail of a run that says it never began one contradicts it', () => {
  expect(says({ record: unpromoted })).toEqual([
    'record-contradicted: event event of PromoteReadReplica orders-west has PromoteReadReplica orders-west in eu-west-1: the record says it was never begun',
  ]);
});

test('an experiment that is tagged with the run contradicts one that says it injected nothing', () => {
  if (!LOSS) throw new RangeError('the record has no loss');
  const tagged = {
    requestParameters: { tags: { 'muster:run': 'run-1' } },
    responseElements: { experiment: { id: 'EXP9' } },
  };
  const more = [trailText({ ...LOSS, subject: 'EXP9' }, tagged)];
  const calm = RECORD.filter(
    (entry) => entry.kind === 'history' || entry.kind === 'seal' || entry.state !== 'InjectDisruption',
  );
  expect(says({ record: calm, more })?.join()).toContain('has StartExperiment EXP9 in eu-central-1');
  expect(says({ more })).toEqual([]);
});

test('what is no event is none, and what is no line is a finding', () => {
  expect(check({ more: ['{}', 'no JSON'] })).toMatchObject({ corroborated: true, findings: [] });
  expect(check({ text: '{"schemaVersion":1}\n' })).toMatchObject({
    corroborated: false,
    findings: [{ kind: 'not-in-one-form', file: CORROBORATION_FILE }],
  });
});

test('a run that called nothing has nothing that could be corroborated', () => {
  expect(check({ record: [announced('AcquireLock', 1)] })).toMatchObject({
    corroborated: false,
    findings: [],
  });
});

/** What the account tells an auditor who asks for it. */
function ownTrail(change: (call: RunCall) => Readonly<Record<string, unknown>> | null = asIs): OwnTrail {
  const { calls } = runCalls(RECORD);
  const Events = calls.flatMap((call) => {
    const changed = change(call);
    return changed ? [{ EventName: call.name, CloudTrailEvent: trailText(call, changed) }] : [];
  });
  const trail = parseOwnTrail(JSON.stringify({ Events }));
  if (!trail) throw new RangeError('no trail');
  return trail;
}

test('a run that nothing was collected of is corroborated by the trail of whoever verifies', () => {
  const found = check({ change: () => null, answer: { problem: 'AccessDenied: no' }, own: ownTrail() });
  expect(found).toMatchObject({ corroborated: true, unbound: [], findings: [] });
  expect(found?.notes).toEqual([
    '--trail: 3 of 3 calls to the control plane that the record needs are in the trail',
    '--trail: AcquireLock, SwitchTraffic changed objects or rows, which event history does not keep',
  ]);
});

test('what the run has collected counts for nothing beside it', () => {
  const own = ownTrail(({ name }) => (name === 'PromoteReadReplica' ? null : {}));
  const found = check({ own });
  expect(found).toMatchObject({ corroborated: false, findings: [] });
  expect(found?.notes).toEqual([
    'corroboration.ndjson: 1 events are not in your own trail: event of PromoteReadReplica orders-west',
    '--trail: 2 of 3 calls to the control plane that the record needs are in the trail',
    '--trail: PromoteReadReplica orders-west in eu-west-1, request request-1 is bound to nothing: your own trail has no event of it',
    '--trail: AcquireLock, SwitchTraffic changed objects or rows, which event history does not keep',
  ]);
});

test('an event that was collected and is another one in the own trail was forged', () => {
  const change = ({ name }: RunCall) =>
    name === 'PromoteReadReplica' ? { sourceIPAddress: 'x', requestID: 'other' } : {};
  expect(says({ change, own: ownTrail() })).toEqual([
    'record-contradicted: event event of PromoteReadReplica orders-west is another one in your own trail',
  ]);
});

test('an own trail contradicts the record as any other does', () => {
  const own = ownTrail(({ name }) => (name === 'PromoteReadReplica' ? { errorCode: 'AccessDenied' } : {}));
  expect(says({ change: () => null, own })).toEqual([
    'record-contradicted: the record has PromoteReadReplica orders-west in eu-west-1, request request-1: event event of PromoteReadReplica orders-west says AccessDenied',
  ]);
});

test('entries that cannot be read are counted, and a text that is no answer is none', () => {
  const own = parseOwnTrail(JSON.stringify({ Events: [{ EventName: 'x' }, { CloudTrailEvent: '{}' }] }));
  expect(own).toEqual({ events: [], unread: 2 });
  expect(check({ own })?.notes[0]).toBe('--trail: 2 entries cannot be read as events of CloudTrail');
  expect(['', '[]', '{"events":[]}'].map(parseOwnTrail)).toEqual([null, null, null]);
});
