import { FisClient } from '@aws-sdk/client-fis';
import { describe, expect, it } from 'vitest';
import { makeFisDisruption } from '../../../lib/aws/fis-disruption.ts';
import { RECEIPT } from '../../fakes/fake-disruption.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

const REQUEST = { run: 'run-1', region: 'eu-north-1', fault: 'region-loss' };
const REF = { region: 'eu-north-1', experiment: 'EXP1' };
const TEMPLATES = {
  experimentTemplates: [
    { id: 'T1', tags: { 'muster:fault': 'partition' } },
    { id: 'T2', tags: { 'muster:fault': 'region-loss' } },
  ],
};

function makeDisruption(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  const disruption = makeFisDisruption((region) => sending(new FisClient({ region }), send));
  return { asked, disruption };
}

function statusWith(reason?: string) {
  return { experiment: { state: { status: 'running' }, actions: { lose: { state: { reason } } } } };
}

describe('faults by FIS', () => {
  it('start the template that stands for the fault, once a run', async () => {
    const { asked, disruption } = makeDisruption(TEMPLATES, { experiment: { id: 'EXP1' } });
    await expect(disruption.start(REQUEST)).resolves.toEqual(REF);
    expect(asked[1]).toEqual({
      command: 'StartExperimentCommand',
      input: {
        clientToken: 'run-1:region-loss',
        experimentTemplateId: 'T2',
        tags: { 'muster:run': 'run-1' },
      },
    });
  });

  it('are refused when no template stands for the fault', async () => {
    const { asked, disruption } = makeDisruption({ experimentTemplates: [] });
    await expect(disruption.start(REQUEST)).rejects.toMatchObject({
      name: 'DisruptionRefused',
      message:
        'FIS in eu-north-1: saw no experiment template tagged muster:fault=region-loss; expected one that stands for the fault of the plan',
    });
    expect(asked).toHaveLength(1);
  });

  it('never start a template that was made for another run', async () => {
    const tags = (run: string) => ({ 'muster:fault': 'region-loss', 'muster:run': run });
    const found = {
      experimentTemplates: [
        { id: 'T1', tags: tags('run-0') },
        { id: 'T2', tags: tags('run-1') },
      ],
    };
    const { asked, disruption } = makeDisruption(found, { experiment: { id: 'EXP1' } });
    await disruption.start(REQUEST);
    expect(asked[1]).toMatchObject({ input: { experimentTemplateId: 'T2' } });
  });

  it('tell their state, with the receipt that an injector gives in the reason', async () => {
    const { disruption } = makeDisruption(statusWith(JSON.stringify(RECEIPT)));
    await expect(disruption.status(REF)).resolves.toEqual({
      state: 'running',
      reason: 'without a reason',
      receipt: RECEIPT,
      endedAt: null,
    });
  });

  it('tell when they ended', async () => {
    const endTime = new Date('2026-03-01T12:00:20.125Z');
    const experiment = { state: { status: 'stopped', reason: 'halted by a stop condition' }, endTime };
    await expect(makeDisruption({ experiment }).disruption.status(REF)).resolves.toEqual({
      state: 'stopped',
      reason: 'halted by a stop condition',
      receipt: null,
      endedAt: '2026-03-01T12:00:20.125000Z',
    });
  });

  it.each([undefined, 'Action is running', '{"experiment":', '{"experiment":"EXP1"}'])(
    'give no receipt by the reason %s',
    async (reason) => {
      const { disruption } = makeDisruption(statusWith(reason));
      await expect(disruption.status(REF)).resolves.toMatchObject({ state: 'running', receipt: null });
    },
  );

  it('are undone by a stop; one that has ended already is no error', async () => {
    const { asked, disruption } = makeDisruption({}, sdkError('ValidationException'));
    await disruption.undo(REF);
    await expect(disruption.undo(REF)).resolves.toBeUndefined();
    expect(asked[0]).toEqual({ command: 'StopExperimentCommand', input: { id: 'EXP1' } });
  });

  it('cannot be undone when nobody knows them', async () => {
    const error = sdkError('ResourceNotFoundException');
    await expect(makeDisruption(error).disruption.undo(REF)).rejects.toBe(error);
  });

  it('are unfinished until they have ended, and name the run that started them', async () => {
    const experiments = ['completed', 'stopped', 'failed', 'cancelled', 'running', 'stopping'].map(
      (status) => ({
        id: status,
        state: { status },
        tags: status === 'running' ? { 'muster:run': 'run-1' } : {},
      }),
    );
    await expect(makeDisruption({ experiments }).disruption.unfinished('eu-north-1')).resolves.toEqual([
      { experiment: 'running', run: 'run-1' },
      { experiment: 'stopping', run: null },
    ]);
  });

  it('give throttling and silence their meaning', async () => {
    await expect(
      makeDisruption(...Array.from({ length: 4 }, () => sdkError('ThrottlingException'))).disruption.start(
        REQUEST,
      ),
    ).rejects.toMatchObject({
      name: 'ThrottledUnknown',
      message: 'FIS in eu-north-1: saw ThrottlingException; expected an answer that says done or failed',
    });
    await expect(
      makeDisruption(sdkError('TimeoutError')).disruption.unfinished('eu-north-1'),
    ).rejects.toMatchObject({
      name: 'RegionUnreachable',
      message: 'FIS in eu-north-1: saw TimeoutError; expected an answer within 4 s',
    });
  });
});
