import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CRITICAL_HANDLERS, compileFailover } from '../../../../lib/domain/run/compile-failover.ts';
import { planOf } from './small-plan.ts';

const FILES = readdirSync('drills/plans').toSorted();

describe('the plans that stand under drills/plans', () => {
  it('are those of the five systems and the default', () => {
    expect(FILES).toEqual([
      'always-on-bank.yaml',
      'healthcare-commerce.yaml',
      'music-promotion.yaml',
      'orders.yaml',
      'sports-betting.yaml',
      'ticketing.yaml',
    ]);
  });

  it.each(FILES)('%s passes the check under its own name, and compiles into a run', (file) => {
    const plan = planOf(readFileSync(`drills/plans/${file}`, 'utf8'));
    expect(`${plan.name}.yaml`).toBe(file);
    // Without one no restore drill of the plan could ever be met.
    expect(plan.drills.restore.network).toBeDefined();
    const run = compileFailover(plan, {
      run: `${plan.name}-1`,
      target: 'sandbox',
      scope: 'rehearsal',
      planSha256: 'a'.repeat(64),
      heartbeatStateMachineArn: 'arn:aws:states:eu-west-1:000000000000:stateMachine:heartbeat',
    });
    expect(run.criticalHandlers).toEqual(CRITICAL_HANDLERS);
    const waves = run.services.map(({ wave }) => wave);
    expect(waves).toEqual(waves.toSorted((a, b) => a - b));
  });
});
