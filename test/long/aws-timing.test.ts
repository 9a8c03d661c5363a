import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultPlanFile } from '../../lib/deployment/deployment.ts';
import { Attempt } from '../../lib/domain/ledger/attempt.ts';
import { FailoverJudgement } from '../../lib/domain/run/failover-judgement.ts';
import { awsDelays } from '../../lib/sandbox/aws-delays.ts';
import { muster, withStateDirectory } from '../sandbox/drill/muster-command.ts';

/** A seed of short durations: they are drawn, and nothing is scaled. */
const SEED = 2114;
const TRAFFIC = { checkIntervalSeconds: 10, failureThreshold: 3, ttlSeconds: 20 };
const PLAN_CHANGES = 'heartbeat: { interval: PT0.1S, segment: PT30S }\ntraffic: { ttl: PT20S }\ndetect:';

test('a drill as long as on AWS is met, and all but a few seconds of it are shown to be AWS’s', () =>
  withStateDirectory(async (state) => {
    const plan = join(state, 'plan.yaml');
    await writeFile(plan, (await readFile(defaultPlanFile(), 'utf8')).replace('detect:', PLAN_CHANGES));
    const out = join(state, 'run');
    const timing = ['--timing', 'aws', '--seed', String(SEED)];
    const drill = await muster(
      ['drill', 'failover', '--plan', plan, ...timing, '--json', '--out', out],
      state,
    );
    expect(drill.code, `${drill.stdout}\n${drill.stderr}`).toBe(0);
    const { rto } = FailoverJudgement.parse(JSON.parse(drill.stdout));
    const { awsSeconds = 0, musterSeconds = Infinity, ...others } = rto?.split ?? {};
    expect(musterSeconds).toBeLessThanOrEqual(Math.max(10, 0.03 * (rto?.seconds ?? 0)));
    const { promotionMs, rebootMs } = awsDelays(SEED, TRAFFIC);
    expect(awsSeconds).toBeGreaterThan((promotionMs + rebootMs) / 1000 + 20);
    const parts = Object.values(others).reduce((sum, seconds) => sum + seconds, awsSeconds + musterSeconds);
    expect(parts).toBeCloseTo(rto?.seconds ?? 0, 5);
    const report = await readFile(join(out, 'report-rehearsal.txt'), 'utf8');
    expect(report.replaceAll(/\s+/g, ' ')).toContain(`--timing aws --seed ${SEED}`);
    expect(await segmentsOf(out)).toBeGreaterThan(2);
  }));

async function segmentsOf(directory: string): Promise<number> {
  const lines = (await readFile(join(directory, 'ledger.ndjson'), 'utf8')).trimEnd().split('\n');
  return new Set(lines.map((line) => Attempt.parse(JSON.parse(line)).segment)).size;
}
