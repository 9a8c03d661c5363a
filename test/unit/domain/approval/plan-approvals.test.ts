import { describe, expect, it } from 'vitest';
import { lessThanPlanned } from '../../../../lib/domain/approval/plan-approvals.ts';
import { realEvent } from '../../../fakes/real-event.ts';
import { runInput } from '../../../fakes/run-input.ts';

const MACHINE = 'a machine has confirmed it, which takes approvals.unattended: true';

describe('a run that a machine has confirmed', () => {
  const run = runInput({ scope: 'real', real: realEvent({ how: 'unattended' }) });

  it.each([
    ['name: orders\n', [MACHINE]],
    ['name: orders\napprovals: { unattended: false }\n', [MACHINE]],
    ['name: orders\napprovals: { unattended: true }\n', []],
  ])('takes a plan that allows it: %j', (plan, less) => {
    expect(lessThanPlanned(run, plan)).toEqual(less);
  });

  it('takes nothing of a plan where a person has confirmed it, or where it is a drill', () => {
    for (const other of [runInput({ scope: 'real', real: realEvent({ how: 'typed' }) }), runInput()])
      expect(lessThanPlanned(other, 'name: orders\n')).toEqual([]);
  });
});

it('says nothing of a plan that cannot be read', () => {
  expect(lessThanPlanned(runInput(), 'approvals: [')).toBeNull();
});
