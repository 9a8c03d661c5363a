import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { failbackPlan } from '../../../../lib/domain/plan/failback-plan.ts';
import { parsePlan } from '../../../../lib/domain/plan/parse-plan.ts';
import { PROJECT } from '../../architecture/project-tree.ts';

const PLANS = join(PROJECT, 'drills/plans');
const textOf = (file: string) => readFileSync(join(PLANS, file), 'utf8');

function parsed(text: string) {
  const plan = parsePlan(Buffer.from(text), 'plan.yaml');
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.plan;
}

describe('the plan of the way back', () => {
  it.each(readdirSync(PLANS))('of %s is a plan in which everything has changed places', (file) => {
    const there = parsed(textOf(file));
    const back = parsed(failbackPlan({ text: textOf(file), run: 'run-1' }));
    expect(back.sites).toEqual({
      ...there.sites,
      primary: there.sites.recovery,
      recovery: there.sites.primary,
    });
    const swapped = <T extends { primary: unknown; replica: unknown }>(items: readonly T[]) =>
      items.map((item) => ({ ...item, primary: item.replica, replica: item.primary }));
    expect(back.databases).toEqual(swapped(there.databases));
    expect(back.buckets).toEqual(swapped(there.buckets));
    expect(back.services).toEqual(there.services);
    expect(back.name).toBe(there.name);
  });

  it('says from which run it is, keeps comments, and starts nothing by itself', () => {
    const text = textOf('orders.yaml').replace('switchover: {', 'switchover: { schedule: rate(1 day),');
    const back = failbackPlan({ text, run: 'orders-20261122-0300' });
    const { description, drills } = parsed(back);
    expect(description).toContain('The way back after failover run orders-20261122-0300.');
    expect(back).toContain('# names of secrets, never secrets');
    expect(drills.switchover).toMatchObject({ failback: false });
    expect(back).not.toContain('rate(1 day)');
  });

  it('is its own way back, but for what is said of it', () => {
    const twice = failbackPlan({ text: failbackPlan({ text: textOf('orders.yaml'), run: null }), run: null });
    const said = new Set(['description', 'drills']);
    const there = Object.entries(parsed(textOf('orders.yaml'))).filter(([field]) => !said.has(field));
    expect(parsed(twice)).toMatchObject(Object.fromEntries(there));
  });
});
