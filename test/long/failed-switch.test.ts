import { join } from 'node:path';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { readMeasuredRun } from '../bench/run/read-run.ts';
import { truthBreaches } from '../bench/run/truth-breaches.ts';
import { readTruth } from '../bench/run/truth.ts';
import { canType, typeRunbook } from '../clients/typed-runbook.ts';
import { killEach } from '../kill/victim.ts';
import { evidenceHolds } from './evidence-holds.ts';
import { inRealEvent, ordersWithPeople, type RealEvent, type StartedReal } from './real-event.ts';

const LIMIT_MS = 500_000;
const ASKED = ['--as', 'Duty engineer', '--confirm', 'orders', '--reason', 'the region is dark'];
const STALE = ['--stale-evidence', 'the first run of this plan'];
const DATA = ['--as', 'Head of data'];
const WHY = ['--reason', 'typed from paper'];
const ByHand = z.object({ byHand: z.object({ by: z.string(), note: z.string() }) });
const PLAN_OF = (state: string) =>
  ordersWithPeople(state, { 'failover:\n': 'failover:\n    nonCritical: [VerifyServices]\n' });

/** The states from the promotion on crash each time that they begin; each answer lets one of them live. */
async function withCrashesFromThePromotionOn({ state, command, start }: RealEvent) {
  await command('sandbox', 'fault', 'add', 'region-loss');
  const real = await start(...ASKED, ...STALE);
  await real.says('WAITING FOR APPROVAL');
  await command('approve', real.run, '--as', 'Head of operations');
  await real.says('THE FENCE IS NOT PROVEN');
  const crashing = (name: string) => killEach(join(state, 'sandbox'), name);
  const promotion = crashing('PromoteReplica');
  const traffic = crashing('SwitchTraffic');
  const services = crashing('VerifyServices');
  for (const person of ['Head of data', 'Head of operations'])
    await command('approve', real.run, '--as', person, '--accept-divergence');
  await real.says('PAUSED: PromoteReplica has failed');
  return { real, promotion, traffic, services };
}

/** What a person types into one shell: its beginning, what the question says in the place of the lock, and one step. */
function byHand(runbook: string, insteadOfLock: string, title: string): string {
  const steps = runbook.split(/^(?=## \d+\. )/m);
  const step = (words: string) => {
    const found = steps.find((text) => text.includes(words));
    if (found === undefined) throw new Error(`the runbook has no step ${words}`);
    return found;
  };
  const instead = `## 99. In the place of the lock\n\n\`\`\`sh\n${insteadOfLock}\n\`\`\`\n\n`;
  return [step('Open one shell'), instead, step(title)].join('');
}

/** What the record has of who said so, and of what was done by hand. */
async function onRecord({ directory }: StartedReal): Promise<readonly string[]> {
  const { facts } = await readMeasuredRun(directory);
  return facts.entries.flatMap((entry) => {
    if (entry.kind !== 'intent') return [];
    const done = ByHand.safeParse(entry.data).data?.byHand;
    return done ? [`${entry.state}: ${done.by}, ${done.note}`] : [];
  });
}

test.skipIf(!canType())(
  'steps that have failed are done by hand from the printed runbook while the run waits, and the run proves each',
  () =>
    inRealEvent(async (event) => {
      const { state, command, refused } = event;
      const { real, promotion, traffic, services } = await withCrashesFromThePromotionOn(event);
      const lock = `RUN=${real.run} GENERATION=1`;
      await real.says(`in the place of its lock type ${lock}. To take the lock would end this run.`);
      const runbook = await command('runbook', '--plan', join(state, 'plan.yaml'));
      const type = (title: string) => typeRunbook(event, byHand(runbook, lock, title), '(nothing)');
      const takeOver = (step: string) => command('take-over', real.run, step, ...DATA, ...WHY);

      const typed = await type('Promote the replicas');
      expect(typed['Promote the replicas. From here on there is no way back']).toMatch(/\nf$/);
      await promotion();
      await takeOver('PromoteReplica');

      await real.says('PAUSED: SwitchTraffic has failed');
      await real.says('It was promoted already: there is no way back, only forward.');
      expect(await refused('skip', real.run, 'SwitchTraffic', ...DATA, ...WHY)).toContain(
        'the plan does not let anybody leave SwitchTraffic out',
      );
      await traffic();
      await takeOver('SwitchTraffic');
      await real.says('saw a switch that was never thrown; expected ireland');
      await type('Send the clients to ireland');
      await takeOver('SwitchTraffic');

      await real.says('PAUSED: VerifyServices has failed');
      await command('skip', real.run, 'VerifyServices', ...DATA, '--reason', 'users say that it works');
      await services();
      await real.ended;

      const judgement = await real.judgement();
      const { verdicts, reasons } = judgement;
      expect(verdicts).toMatchObject({ overall: 'inconclusive', drill: 'inconclusive', rto: 'met' });
      expect(reasons.drill).toContain(
        'VerifyServices was left out by Head of data (users say that it works)',
      );
      const [truth, run] = [await readTruth(real.directory), await readMeasuredRun(real.directory)];
      expect(truthBreaches(truth, run, judgement)).toEqual([]);
      // What only people's words would say of the promotion, the step that was killed has not done.
      expect(await onRecord(real)).toEqual([
        'PromoteReplica: Head of data, typed from paper',
        'SwitchTraffic: Head of data, typed from paper',
        'SwitchTraffic: Head of data, typed from paper',
      ]);
      await evidenceHolds(event, real);
    }, PLAN_OF),
  LIMIT_MS,
);
