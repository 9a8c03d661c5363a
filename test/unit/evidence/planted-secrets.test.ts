import { expect, test } from 'vitest';
import { utf8Text } from '../../../lib/domain/bytes.ts';
import { CORROBORATION_FILE } from '../../../lib/domain/corroboration/corroboration-file.ts';
import { isUnsigned } from '../../../lib/domain/evidence/evidence-files.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { readLines } from '../../../lib/domain/judge/read-lines.ts';
import { logOrigin } from '../../../lib/domain/log/log-origin.ts';
import { HistoryEntry, StepEntry } from '../../../lib/domain/record/entry.ts';
import { MASK, maskSecrets } from '../../../lib/domain/record/mask-secrets.ts';
import { OUTCOMES } from '../../../lib/domain/record/outcomes.ts';
import { Judgement } from '../../../lib/domain/run/judgement.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import { verifyRun } from '../../../lib/domain/verify/verify-run.ts';
import { renderReports } from '../../../lib/report/render-reports.ts';
import { makeExportRun } from '../../../lib/steps/export-run.ts';
import { makeJudgeRun } from '../../../lib/steps/judge-run.ts';
import { makeLogStart } from '../../../lib/steps/log-start.ts';
import { makePublishReport } from '../../../lib/steps/publish-report.ts';
import { makeSealRecord } from '../../../lib/steps/seal-record.ts';
import { makeSignEvidence } from '../../../lib/steps/sign-evidence.ts';
import { makeFakeSecrets, PASSWORDS } from '../../fakes/fake-secrets.ts';
import { makeFakeRetention } from '../../fakes/fake-retention.ts';
import { makeFakeSessions, PROMOTED } from '../../fakes/fake-sessions.ts';
import { makeFakeTrail } from '../../fakes/fake-trail.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import { sha256Bytes } from '../../fakes/fake-signer.ts';
import { makeLogWorldOn } from '../../fakes/log-world.ts';
import { buildRunFixture } from '../../fakes/run-fixture.ts';
import { contentsOf, makeVerifier } from '../../fakes/signed-run.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { makeStepWorld } from '../../fakes/step-world.ts';

const { texts, input } = buildRunFixture();
const { run } = input;
const PASSWORD = PASSWORDS['orders/operator'] ?? '';
const BODY = 'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg';

/** Assembled here: a scanner of this repository is to find no secret in it. */
const PLANTED: readonly string[] = [
  PASSWORD,
  's3cr3t-Url',
  ['AKIA', 'IOSFODNN7EXAMPLE'].join(''),
  `FwoGZXIvYXdzE${'x'.repeat(30)}`,
  'abcDEF123.x_y-z',
  BODY,
];

const FOUL = [
  `login with ${PASSWORD} was refused`,
  'no way to postgresql://muster:s3cr3t-Url@10.0.1.10:5432/orders',
  `${PLANTED[2]} may not, with ${PLANTED[3]}`,
  'Authorization: Bearer abcDEF123.x_y-z',
  `${'-'.repeat(5)}BEGIN PRIVATE KEY${'-'.repeat(5)}\n${BODY}`,
].join('; ');

const FAIR = 'it was refused';

/** Adds words to whatever a server or a step has said in words. */
function withWords(text: string, words: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const value: unknown = JSON.parse(line, (key, said: unknown) =>
        (key === 'detail' || key === 'seen' || key === 'cause') && typeof said === 'string'
          ? `${said} ${words}`
          : said,
      );
      const isFailed = /"outcome":"(?:failed|in-doubt)"/.test(line);
      return `${JSON.stringify(isFailed ? { ...Object(value), error: words } : value)}\n`;
    })
    .join('');
}

const SERIES = [
  ['ledger', 'orders', texts['ledger.ndjson']],
  ['stale', 'orders', texts['stale.ndjson']],
  ['health', 'services', texts['health.ndjson']],
] as const;

/** The raw series of the run in its bucket, and what its steps and the engine have recorded. */
function worldWith(words: string) {
  const record = texts['record.ndjson'];
  const entries = readLines({ name: 'record', text: withWords(record, words), schema: StepEntry }).lines;
  const events = readLines({ name: 'record', text: record, schema: HistoryEntry }).lines;
  const failing = (state: string | null) =>
    state === 'InjectDisruption' ? { error: 'Foul', cause: words } : {};
  const history = events.map((event) => ({ ...event, ...failing(event.state), at: parseInstant(event.at) }));
  const stored = SERIES.flatMap(([role, source, text]) => {
    const series = withWords(text, words);
    return [
      [`runs/${run}/${role}/${source}/0-0.ndjson`, series],
      [`runs/${run}/${role}/${source}/0-end.json`, '{"objects":1}'],
    ];
  });
  const world = makeStepWorld({
    now: Math.min(...history.map(({ at }) => at)),
    texts: { ...Object.fromEntries(stored), [runKeys.plan(run)]: texts['plan.yaml'] },
    entries: entries.filter(({ state }) => state !== 'ExportRun' && state !== 'SealRecord'),
  });
  return { ...world, workflows: makeFakeWorkflows(world.journal, { history }) };
}

/** All that a run leaves once its samples are taken, by the steps that leave it. */
async function leave(words: string, secrets = makeFakeSecrets()) {
  const world = worldWith(words);
  const { objects, clock } = world;
  const rows = texts['recovered.ndjson'].split('\n').flatMap((line) => {
    const row = line === '' ? null : JSON.parse(line);
    return row?.line === 'row' ? [row] : [];
  });
  const sessions = makeFakeSessions(world.journal, { states: { '10.1.1.10': PROMOTED }, rows });
  const log = makeLogWorldOn({ objects, origin: logOrigin(input.sites.recovery) });
  const calls = async () => ({ texts: [JSON.stringify({ run, errorMessage: words })], whole: true });
  const { trail } = makeFakeTrail({ calls });
  const retention = makeFakeRetention([], { store: new Error(words) });
  const outcomes = Object.fromEntries(
    (await world.record.entries(run)).flatMap(({ kind, state, data }) =>
      kind === 'outcome' ? [[state, data]] : [],
    ),
  );
  const event = (state: string) => ({
    ...stepEvent(state),
    run: input,
    executionArn: executionOf(outcomes),
    outcomes,
  });
  await makeLogStart({ clock, append: log.append })(event('LogStart'));
  const exported = await makeExportRun({ ...world, sessions, secrets, retention })(event('ExportRun'));
  await makeSealRecord({ ...world, secrets })(event('SealRecord'));
  await makeJudgeRun(world)(event('JudgeRun'));
  await makePublishReport({ ...world, render: renderReports })(event('PublishReport'));
  await makeSignEvidence({ ...log, clock, trail, secrets, retention, sha256: sha256Bytes })(
    event('SignEvidence'),
  );
  const prefix = runKeys.files(run);
  const files = Object.entries(objects.stored()).flatMap(([key, text]) =>
    key.startsWith(prefix) ? [[key.slice(prefix.length), text] as const] : [],
  );
  return { log, files: Object.fromEntries(files), outcome: exported.outcome };
}

function executionOf(outcomes: Readonly<Record<string, unknown>>): string {
  return OUTCOMES.RecordObjectives.parse(outcomes['RecordObjectives']).executionArn;
}

function judged({ files }: { files: Readonly<Record<string, string>> }): Judgement {
  return Judgement.parse(JSON.parse(files['judgement.json'] ?? ''));
}

/** As it is, and wherever it may lie inside of strings or of what is signed. */
function secretsIn(text: string): readonly string[] {
  const payloads = [...text.matchAll(/"payload":"([A-Za-z0-9+/=]+)"/g)].map(([, payload = '']) =>
    utf8Text(Buffer.from(payload, 'base64')),
  );
  const shown = bare([text, ...payloads].join('\n').replaceAll('&quot;', '"').replaceAll('""', '"'));
  return PLANTED.filter((secret) => shown.includes(bare(secret)));
}

/** Without what quoting adds. */
function bare(text: string): string {
  return text.replaceAll('\\', '');
}

test('no secret that somebody has said is in any file of a run, its report or its bundle', async () => {
  const { files, log } = await leave(FOUL);
  expect(Object.keys(files).filter((name) => isUnsigned(name)).length).toBe(5);
  expect(Object.keys(files).filter((name) => name.startsWith('report-')).length).toBeGreaterThan(5);
  const leaking = Object.entries(files).flatMap(([name, text]) =>
    secretsIn(text).map((secret) => `${name}: ${secret}`),
  );
  expect(leaking).toEqual([]);
  expect(secretsIn(JSON.stringify(await log.reader.entries()))).toEqual([]);
  const masked = Object.keys(files).filter((name) => files[name]?.includes(MASK));
  expect(masked).toEqual(
    expect.arrayContaining(['ledger.ndjson', 'health.ndjson', 'record.ndjson', CORROBORATION_FILE]),
  );
  // The search finds what there is to be found.
  expect(secretsIn(JSON.stringify({ cause: JSON.stringify({ said: FOUL }) }))).toEqual(PLANTED);
});

test('what was masked verifies, and every number and verdict is what it would have been', async () => {
  const foul = await leave(FOUL);
  const verifier = makeVerifier([foul.log], { render: renderReports, toolVersion: '0.1.0' });
  expect(verifyRun(verifier, contentsOf(foul.files)).findings).toEqual([]);
  const masked = JSON.stringify(maskSecrets(FOUL, [PASSWORD])).slice(1, -1);
  const fair = await leave(FAIR);
  expect(foul.files['judgement.json']?.replaceAll(masked, FAIR)).toBe(fair.files['judgement.json']);
  expect(foul.files['judgement.json']).toContain(masked);
  expect(judged(foul)).toMatchObject({
    rto: { lowSeconds: expect.any(Number), highSeconds: expect.any(Number) },
  });
});

test('a password that cannot be asked for is not searched for, and the record says which', async () => {
  const { outcome, files } = await leave(FAIR, makeFakeSecrets({ 'orders/operator': PASSWORD }));
  expect(outcome).toMatchObject({ secretsUnread: ['orders/heartbeat'] });
  expect(files['record.ndjson']).toContain('"secretsUnread":["orders/heartbeat"]');
});
