import { FisClient } from '@aws-sdk/client-fis';
import { describe, expect, it } from 'vitest';
import { makeFisTemplates } from '../../../lib/aws/fis-templates.ts';
import { parseInstant } from '../../../lib/domain/instant.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

function makeTemplates(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  return { asked, templates: makeFisTemplates((region) => sending(new FisClient({ region }), send)) };
}

const REQUEST = { run: 'run-1', region: 'eu-north-1', fault: 'freeze' };
const START_BY = '2026-03-01T12:00:30.000000Z';
const startBy = parseInstant(START_BY);
const tagged = (id: string, fault: string, run?: string) => ({
  id,
  tags: { 'muster:fault': fault, ...(run === undefined ? {} : { 'muster:run': run }) },
});
const byHand = (id: string, fault: string) => ({
  id,
  tags: { 'muster:fault': fault, 'muster:start-by': START_BY },
});

describe('templates for faults in FIS', () => {
  it.each([
    ['freeze', undefined, true],
    ['freeze', 'run-1', true],
    ['freeze', 'run-2', false],
    ['full-disk', undefined, false],
  ])('for %s of run %s: usable by run-1 for freeze is %s', async (fault, run, usable) => {
    const page = { experimentTemplates: [tagged('T1', fault, run)] };
    await expect(makeTemplates(page).templates.has(REQUEST)).resolves.toBe(usable);
  });

  it.each([
    ['freeze', { actionId: 'muster:freeze', parameters: {} }],
    ['slow-api=2s@rds', { actionId: 'muster:slow-api', parameters: { value: '2s@rds' } }],
  ])('stand for %s by one action', async (fault, action) => {
    const { asked, templates } = makeTemplates({ experimentTemplate: { id: 'T1' } });
    const request = { ...REQUEST, fault, startBy };
    await expect(templates.create(request)).resolves.toEqual({ ...request, id: 'T1' });
    expect(asked).toMatchObject([
      {
        command: 'CreateExperimentTemplateCommand',
        input: {
          actions: { fault: action },
          tags: { 'muster:fault': fault, 'muster:run': 'run-1', 'muster:start-by': START_BY },
        },
      },
    ]);
  });

  it('are asked for again by the same token when the answer was a failure: then there is one', async () => {
    const failure = sdkError('InternalServerException');
    Object.assign(failure, { $fault: 'server' });
    const { asked, templates } = makeTemplates(failure, { experimentTemplate: { id: 'T1' } });
    await expect(templates.create({ ...REQUEST, startBy })).resolves.toMatchObject({ id: 'T1' });
    expect(asked).toMatchObject([
      { input: { clientToken: 'run-1:freeze' } },
      { input: { clientToken: 'run-1:freeze' } },
    ]);
  });

  it("that were made by hand are no run's", async () => {
    const page = { experimentTemplates: [byHand('T1', 'freeze')] };
    await expect(makeTemplates(page).templates.has(REQUEST)).resolves.toBe(false);
  });

  it('are told by run, without those of the deployment', async () => {
    const experimentTemplates = [
      tagged('T1', 'freeze'),
      tagged('T2', 'freeze', 'run-2'),
      byHand('T3', 'full-disk'),
    ];
    const of = { region: 'eu-north-1' };
    await expect(makeTemplates({ experimentTemplates }).templates.made('eu-north-1')).resolves.toEqual([
      { ...of, id: 'T2', run: 'run-2', fault: 'freeze', startBy: null },
      { ...of, id: 'T3', run: null, fault: 'full-disk', startBy },
    ]);
  });

  it('may be gone already when they are removed', async () => {
    const { asked, templates } = makeTemplates(sdkError('ResourceNotFoundException'));
    await expect(templates.remove({ region: 'eu-north-1', id: 'T1' })).resolves.toBeUndefined();
    expect(asked).toEqual([{ command: 'DeleteExperimentTemplateCommand', input: { id: 'T1' } }]);
    const refused = makeTemplates(sdkError('AccessDeniedException')).templates;
    await expect(refused.remove({ region: 'eu-north-1', id: 'T1' })).rejects.toThrow('AccessDeniedException');
  });
});
