import { FisClient } from '@aws-sdk/client-fis';
import { describe, expect, it } from 'vitest';
import { makeRegionFaults } from '../../../lib/aws/fis-faults.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

const CREATED = { experimentTemplate: { id: 'T1' } };
const STARTED = { experiment: { id: 'EXP1' } };

function makeFaults(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  const fis = sending(new FisClient({ region: 'eu-north-1' }), send);
  return { asked, faults: makeRegionFaults(fis, 'eu-north-1') };
}

describe('a fault by hand', () => {
  it('is begun by a template of its own, which is removed', async () => {
    const { asked, faults } = makeFaults(CREATED, STARTED, {});
    await expect(faults.begin('freeze')).resolves.toEqual({ experiment: 'EXP1', left: null });
    expect(asked.map(({ command }) => command)).toEqual([
      'CreateExperimentTemplateCommand',
      'StartExperimentCommand',
      'DeleteExperimentTemplateCommand',
    ]);
  });

  it('keeps its name when the template cannot be removed, and says that it is left', async () => {
    const { faults } = makeFaults(CREATED, STARTED, sdkError('ThrottlingException'));
    await expect(faults.begin('freeze')).resolves.toEqual({
      experiment: 'EXP1',
      left: 'experiment template T1 is left: ThrottlingException of the service',
    });
  });

  it('that is refused says why, and not that its template cannot be removed', async () => {
    const refused = sdkError('ConflictException', 'freeze is in force');
    const { asked, faults } = makeFaults(CREATED, refused, sdkError('ThrottlingException'));
    await expect(faults.begin('partition')).rejects.toThrow('freeze is in force');
    expect(asked.at(-1)?.command).toBe('DeleteExperimentTemplateCommand');
  });

  it('is in force until its experiment has ended', async () => {
    const experiments = ['stopped', 'running'].map((status) => ({ id: status, state: { status } }));
    const running = {
      experiment: {
        id: 'running',
        state: { status: 'running', reason: 'so' },
        actions: { fault: { actionId: 'muster:slow-api', parameters: { value: '1s' } } },
      },
    };
    await expect(makeFaults({ experiments }, running).faults.list()).resolves.toEqual([
      { experiment: 'running', region: 'eu-north-1', fault: 'slow-api=1s', state: 'running', reason: 'so' },
    ]);
  });
});
