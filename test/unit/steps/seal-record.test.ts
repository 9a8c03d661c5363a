import { describe, expect, it } from 'vitest';
import type { StepEntry } from '../../../lib/domain/record/entry.ts';
import { makeSealRecord } from '../../../lib/steps/seal-record.ts';
import type { HistoryEvent } from '../../../lib/domain/record/history-event.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { sha256 } from '../../fakes/sha256.ts';
import { stepEvent } from '../../fakes/step-event.ts';
import { allChangesOf, makeStepWorld } from '../../fakes/step-world.ts';

const AT = '2026-03-01T12:00:00.000000Z';
const FILE = 'runs/run-1/files/record.ndjson';
const event = stepEvent('SealRecord');

const IDENTITY = { run: 'run-1', kind: 'failover', target: 'sandbox', scope: 'rehearsal', plan: 'orders' };

const SEALED = {
  'runs/run-1/files/ledger.ndjson': '{"seq":0}\n',
  'runs/run-1/files/plan.yaml': 'name: Müller\n',
  'runs/run-1/files/judgement.json': '{}',
};

const switched: StepEntry = {
  schemaVersion: 1,
  kind: 'outcome',
  state: 'SwitchTraffic',
  attempt: 0,
  at: AT,
  data: { etag: '"1"' },
};

const entered: HistoryEvent = {
  id: 3,
  type: 'TaskStateEntered',
  at: NOON,
  state: 'SwitchTraffic',
  error: null,
  cause: null,
};
const ended: HistoryEvent = { ...entered, id: 4, type: 'TaskStateExited' };

function makeWorld() {
  const world = makeStepWorld({ texts: SEALED, entries: [switched] });
  return { ...world, workflows: makeFakeWorkflows(world.journal, { history: [entered, ended] }) };
}

function linesOf(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

const FINISH = {
  executionArn: 'arn:dead',
  firstAttempt: 2,
  outcomes: {},
  undecided: [],
  failure: { state: 'Hold', error: 'RunCutShort', cause: 'ABORTED' },
  sealed: false,
};

describe('SealRecord', () => {
  it('brings together the histories of a run and of the execution that finishes it', async () => {
    const world = makeWorld();
    await makeSealRecord(world)({ ...event, run: { ...event.run, finish: FINISH } });
    expect(world.journal.filter((line) => line.startsWith('workflows.history'))).toEqual([
      'workflows.history arn:dead',
      `workflows.history ${event.executionArn}`,
    ]);
    expect(world.record.written.at(-1)).toMatchObject({ state: 'SealRecord', attempt: 2 });
  });

  it('leaves a record alone that has its seal', async () => {
    const world = makeWorld();
    await makeSealRecord(world)({ ...event, run: { ...event.run, finish: { ...FINISH, sealed: true } } });
    expect(allChangesOf(world)).toEqual([]);
  });

  it('stores history and entries in order, and closes them with one seal', async () => {
    const world = makeWorld();
    await makeSealRecord(world)(event);
    const history = {
      schemaVersion: 1,
      kind: 'history',
      state: 'SwitchTraffic',
      at: AT,
      error: null,
      cause: null,
    };
    expect(linesOf(world.objects.stored()[FILE] ?? '').slice(0, -1)).toEqual([
      { ...history, id: 3, type: 'TaskStateEntered' },
      switched,
      { ...history, id: 4, type: 'TaskStateExited' },
      {
        schemaVersion: 1,
        kind: 'outcome',
        state: 'SealRecord',
        attempt: 0,
        at: AT,
        data: { failure: null, identity: IDENTITY },
      },
    ]);
  });

  it('seals exactly the raw files that are there, by digest and bytes, and the lines before the seal', async () => {
    const world = makeWorld();
    await makeSealRecord(world)(event);
    const text = world.objects.stored()[FILE] ?? '';
    const sealStart = text.lastIndexOf('\n', text.length - 2) + 1;
    expect(JSON.parse(text.slice(sealStart))).toEqual({
      schemaVersion: 1,
      kind: 'seal',
      at: AT,
      recordSha256: sha256(text.slice(0, sealStart)),
      files: {
        'ledger.ndjson': { sha256: sha256('{"seq":0}\n'), bytes: 10 },
        'plan.yaml': { sha256: sha256('name: Müller\n'), bytes: 14 },
      },
    });
  });

  it('writes down which state failed, and what was still to be written, before it seals', async () => {
    const world = makeWorld();
    const failure = { state: 'PromoteReplica', error: 'PromotionRefused', cause: 'backing up' };
    const pending: StepEntry[] = [{ ...switched, state: 'FenceOldPrimary' }];
    const { outcome } = await makeSealRecord(world)({ ...event, failure, pending });
    expect(outcome).toEqual({ failure, identity: IDENTITY });
    const text = world.objects.stored()[FILE] ?? '';
    expect(text).toContain('"state":"FenceOldPrimary"');
    expect(text).toContain('"cause":"backing up"');
    expect(world.journal.at(-1)).toBe(`objects.put ${FILE}`);
  });

  it('gives the same file when it is done again at the same moment', async () => {
    const world = makeWorld();
    await makeSealRecord(world)(event);
    const first = world.objects.stored()[FILE];
    await makeSealRecord(world)(event);
    expect(world.objects.stored()[FILE]).toBe(first);
  });

  it('seals nothing on a dry run', async () => {
    const world = makeWorld();
    await expect(makeSealRecord(world)({ ...event, dryRun: true })).resolves.toEqual({
      outcome: null,
      pending: [],
    });
    expect(allChangesOf(world)).toEqual([]);
  });
});
