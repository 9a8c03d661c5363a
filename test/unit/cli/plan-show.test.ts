import { describe, expect, it } from 'vitest';
import { type PlanFormat, planShow } from '../../../lib/cli/plan-show.ts';

async function show(file: string, format: PlanFormat = 'text') {
  const written = { out: '', err: '' };
  const code = await planShow({
    file,
    format,
    stdout: { write: (text) => (written.out += text) },
    stderr: { write: (text) => (written.err += text) },
  });
  return { code, ...written };
}

describe('muster plan show', () => {
  it('prints what a drill will do', async () => {
    const { code, out, err } = await show('drills/plans/orders.yaml');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(`orders: Orders of a small shop; one database, two services.

Objectives
  plan  RTO PT1H  RPO PT1H

Sites
  primary   frankfurt  eu-central-1  muster-orders-eu-central-1
  recovery  ireland    eu-west-1     muster-orders-eu-west-1
  allowed   eu-central-1, eu-west-1

Waves
  1  catalogue   tier 2  required
  2  orders-api  tier 1  required  after catalogue

Databases
  orders-db  postgres orders  orders-frankfurt (frankfurt) → orders-ireland (ireland)  at db.orders.example:5432  fences orders_app, muster_heartbeat

Buckets
  invoices  orders-invoices-frankfurt → orders-invoices-ireland

Failover
  disruption           region-loss by fis
  heartbeat            every PT0.02S, recovered after 3 good ones
  detection            3 failures within PT1S, time-out PT30S
  background jobs off  nightly-invoices
  fence                revoke-login-and-end-sessions, deadline PT2S
  traffic              s3-switch
  hold                 PT3S
`);
  });

  it('prints the plan with all defaults as JSON', async () => {
    const { code, out } = await show('drills/plans/orders.yaml', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ name: 'orders', approvals: { unattended: false } });
  });

  it('prints the problems of a bad plan on standard error', async () => {
    expect(await show('drills/plans/none.yaml')).toEqual({
      code: 64,
      out: '',
      err: `drills/plans/none.yaml:1:1: expected a recovery plan, found no such file
    name a YAML file; drills/plans/orders.yaml is one to start from
fields and units: docs/plan.md; a plan to start from: npx muster plan new
`,
    });
  });
});
