import { describe, expect, it } from 'vitest';
import { LogBroken } from '../../../lib/domain/failure.ts';
import { makeLogStart } from '../../../lib/steps/log-start.ts';
import { makeLogWorld } from '../../fakes/log-world.ts';
import { realEvent } from '../../fakes/real-event.ts';
import { runInput } from '../../fakes/run-input.ts';
import { EXECUTION, stepEvent } from '../../fakes/step-event.ts';
import { makeStepWorld } from '../../fakes/step-world.ts';

const REAL = stepEvent('LogStart', {}, { run: runInput({ scope: 'real', real: realEvent() }) });

function worlds() {
  const log = makeLogWorld();
  return { log, clock: makeStepWorld().clock };
}

describe('LogStart', () => {
  it('says what begins, and what it will be judged against, before anything else of it', async () => {
    const { log, clock } = worlds();
    await makeLogStart({ clock, append: log.append })(stepEvent('LogStart'));
    const [entry] = await log.reader.entries();
    const { plan, objectives } = runInput();
    expect(entry?.leaf).toMatchObject({
      type: 'start',
      run: 'run-1',
      scope: 'rehearsal',
      plan: { name: plan.name, sha256: plan.sha256 },
      objectives: { objectives },
      executionArn: EXECUTION,
      at: '2026-03-01T12:00:00.000000Z',
      endsBy: '2026-03-04T12:00:00.000000Z',
      late: false,
    });
  });

  it('says it once, however often it is delivered, and nothing when it only gets ready', async () => {
    const { log, clock } = worlds();
    const step = makeLogStart({ clock, append: log.append });
    await step(stepEvent('LogStart', {}, { dryRun: true }));
    expect(await log.reader.newest()).toBeNull();
    await Promise.all([step(stepEvent('LogStart')), step(stepEvent('LogStart'))]);
    await expect(log.reader.entries()).resolves.toHaveLength(1);
  });

  it('lets no drill begin that the log does not know of', async () => {
    const { clock } = worlds();
    const broken = new LogBroken({ subject: 'entry 3', seen: 'another tree', limit: 'the same' });
    const append = () => Promise.reject(broken);
    await expect(makeLogStart({ clock, append })(stepEvent('LogStart'))).rejects.toBe(broken);
  });

  it('keeps a real event waiting for a second at most, and stops it by nothing', async () => {
    const { clock } = worlds();
    const silent = makeLogStart({ clock, append: () => new Promise<never>(() => {}) });
    await clock.drive(silent(REAL));
    expect(Number(clock.monotonicNs()) / 1e9).toBe(1);
    const refusing = makeLogStart({ clock, append: () => Promise.reject(new Error('access denied')) });
    await expect(clock.drive(refusing(REAL))).resolves.toBeUndefined();
  });
});
