import { expect, test } from 'vitest';
import type { SiteLook } from '../../../lib/aws/site-look.ts';
import { gatherBriefFacts } from '../../../lib/cli/brief-facts.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { known } from '../../../lib/domain/brief/fact.ts';
import { planKeys } from '../../../lib/domain/run/run-keys.ts';
import { lostRegion } from '../../fakes/briefs.ts';
import { makeFakeExecutions } from '../../fakes/fake-executions.ts';
import { makeFakeWorkflows } from '../../fakes/fake-workflows.ts';
import type { Journal } from '../../fakes/journal.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';
import { makeFakeDatabases } from '../../fakes/fake-databases.ts';
import { planOf, SMALL_PLAN } from '../domain/plan/small-plan.ts';

const PLAN = planOf(SMALL_PLAN);
const TRAFFIC = planKeys.traffic(PLAN.name);
const { view: VIEW } = lostRegion();
const SITES = VIEW.known ? VIEW.value : expect.unreachable();

function site(journal: Journal, texts: Record<string, string> = {}): SiteLook {
  return {
    region: PLAN.sites.recovery.region,
    objects: makeMemoryObjects(texts, journal),
    databases: makeFakeDatabases(journal, []),
    executions: makeFakeExecutions(journal),
    workflows: makeFakeWorkflows(journal),
    secrets: { login: () => Promise.reject(new Error('nobody is asked')) },
    close: () => undefined,
  };
}

test('the screen asks once where clients are led to, for itself and for what all regions see', async () => {
  const journal: Journal = [];
  const body = { schemaVersion: 1, activeSite: 'west', run: 'run-1', generation: 1 };
  const asked: (string | null)[] = [];
  const { activeSite } = await gatherBriefFacts({
    plan: PLAN,
    sha256: 'a'.repeat(64),
    account: { endpoint: 'http://127.0.0.1:9', credentials: { accessKeyId: '', secretAccessKey: '' } },
    primary: site([]),
    recovery: site(journal, { [TRAFFIC]: JSON.stringify(body) }),
    machineArn: 'arn:of:failover',
    lookAtSites: async (leads) => {
      asked.push(await leads);
      return SITES;
    },
    services: [],
    ca: '',
    state: stateDirectory({ MUSTER_STATE_DIR: '/nowhere-at-all' }),
    now: () => NOON,
  });
  expect(activeSite).toEqual(known('west'));
  expect(asked).toEqual(['west']);
  expect(journal.filter((line) => line === `objects.get ${TRAFFIC}`)).toHaveLength(1);
});
