import type { Subject } from './actions-of-adapters.ts';

/** Why a grant has a `*` in what it is about, for whoever reads the findings of a linter for IAM. Absent: it has none. */
export const WILDCARD_REASONS: Partial<Readonly<Record<Subject, string>>> = {
  anything: 'these calls list, or name what they are about by a token: IAM knows no resource for them',
  'site-objects': "every object of the site's own bucket: runs have keys of their own",
  'plan-objects':
    "a canary object is put among the plan's own objects, under a key that follows from the run",
  executions: 'executions are named when a run starts',
  functions: 'warming calls each function of this orchestrator, and no other begins so',
  secrets: 'Secrets Manager adds six characters to the name of a secret',
  experiments: 'experiments are numbered when they start',
  'experiment-templates': 'templates are found by their tag, and numbered by FIS',
  snapshots: 'snapshots that runs make are named after the run, and begin so',
  'old-instances': 'an old primary is renamed aside under a name that follows from the run',
  'restored-instances': 'restored copies are named after the run, and begin so',
  'database-groups': 'copies are put into groups that the plan names, or that their source has',
};
