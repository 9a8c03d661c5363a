import { FisClient } from '@aws-sdk/client-fis';
import { describe, expect, it } from 'vitest';
import { makeFisTemplates } from '../../../lib/aws/fis-templates.ts';
import { answering, sdkError, sending } from '../../fakes/sdk-client.ts';

function makeTemplates(...answers: readonly unknown[]) {
  const { asked, send } = answering(...answers);
  return { asked, templates: makeFisTemplates((region) => sending(new FisClient({ region }), send)) };
}

describe('templates for faults in FIS', () => {
  it('are known by the fault in their tag', async () => {
    const page = { experimentTemplates: [{ id: 'T1', tags: { 'muster:fault': 'freeze' } }] };
    await expect(makeTemplates(page).templates.has('eu-north-1', 'freeze')).resolves.toBe(true);
    await expect(makeTemplates(page).templates.has('eu-north-1', 'full-disk')).resolves.toBe(false);
  });

  it.each([
    ['freeze', { actionId: 'muster:freeze', parameters: {} }],
    ['slow-api=2s@rds', { actionId: 'muster:slow-api', parameters: { value: '2s@rds' } }],
  ])('stand for %s by one action', async (fault, action) => {
    const { asked, templates } = makeTemplates({ experimentTemplate: { id: 'T1' } });
    await expect(templates.create('eu-north-1', fault)).resolves.toEqual({ region: 'eu-north-1', id: 'T1' });
    expect(asked).toMatchObject([
      {
        command: 'CreateExperimentTemplateCommand',
        input: { actions: { fault: action }, tags: { 'muster:fault': fault } },
      },
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
