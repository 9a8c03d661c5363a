/** Imports that a guard must catch in a file of a room, and imports that it must let pass. */
export interface SeededImports {
  readonly file: string;
  readonly bad: readonly string[];
  readonly good: readonly string[];
}

/** Positive controls of the import table, one for each of its rows, for the linter and for the walk alike. */
export const SEEDED_IMPORTS: Readonly<Record<string, SeededImports>> = {
  domain: {
    file: 'lib/domain/run/seeded.ts',
    bad: [
      '../../ports/clock.ts',
      '../../steps/step/make-step.ts',
      '../../aws/x.ts',
      '../../sandbox/x.ts',
      'node:fs',
      'pg',
    ],
    good: ['../stored.ts', './run-input.ts', 'zod', 'luxon', 'yaml', 'croner'],
  },
  ports: {
    file: 'lib/ports/seeded.ts',
    bad: ['../steps/step/make-step.ts', '../aws/x.ts', '../report/x.ts', 'zod', 'node:crypto'],
    good: ['../domain/instant.ts', './clock.ts'],
  },
  step: {
    file: 'lib/steps/step/seeded.ts',
    bad: ['../promote-replica.ts', '../../steps/pre-flight.ts', '../../aws/x.ts', 'node:timers'],
    good: ['./make-step.ts', '../../domain/failure.ts', '../../ports/clock.ts', 'zod'],
  },
  steps: {
    file: 'lib/steps/seeded.ts',
    bad: [
      './promote-replica.ts',
      '../steps/pre-flight.ts',
      '../aws/x.ts',
      '../postgres/x.ts',
      '../report/x.ts',
      'node:timers',
    ],
    good: [
      './step/make-step.ts',
      '../domain/failure.ts',
      '../ports/clock.ts',
      '../heartbeat/row-writer.ts',
      'zod',
    ],
  },
  heartbeat: {
    file: 'lib/heartbeat/seeded.ts',
    bad: [
      '../steps/step/make-step.ts',
      '../postgres/x.ts',
      '../system/x.ts',
      '../sandbox/x.ts',
      'node:timers',
      'pg',
    ],
    good: ['./row-writer.ts', '../domain/instant.ts', '../ports/clock.ts'],
  },
  comparison: {
    file: 'lib/comparison/seeded.ts',
    bad: [
      '../steps/step/make-step.ts',
      '../heartbeat/row-writer.ts',
      '../postgres/x.ts',
      '../aws/x.ts',
      '../sandbox/x.ts',
      'node:crypto',
      'pg',
    ],
    good: ['./compare-contents.ts', '../domain/instant.ts', '../ports/clock.ts'],
  },
  consent: {
    file: 'lib/consent/seeded.ts',
    bad: [
      '../steps/step/make-step.ts',
      '../heartbeat/row-writer.ts',
      '../postgres/x.ts',
      '../aws/x.ts',
      '../sandbox/x.ts',
      'node:crypto',
      'pg',
    ],
    good: ['./compare-contents.ts', '../domain/instant.ts', '../ports/clock.ts'],
  },
  system: {
    file: 'lib/system/seeded.ts',
    bad: ['../steps/step/make-step.ts', '../aws/x.ts', '../sandbox/x.ts', '@aws-sdk/client-s3'],
    good: ['./x.ts', '../ports/clock.ts', 'node:crypto', 'node:timers/promises'],
  },
  aws: {
    file: 'lib/aws/seeded.ts',
    bad: [
      '../steps/step/make-step.ts',
      '../postgres/x.ts',
      '../sandbox/wire/aws-error.ts',
      '../cli/x.ts',
      'pg',
      'aws-cdk-lib',
    ],
    good: ['./x.ts', '../domain/failure.ts', '../ports/locks.ts', '@aws-sdk/client-s3', 'node:crypto'],
  },
  postgres: {
    file: 'lib/postgres/seeded.ts',
    bad: [
      '../aws/x.ts',
      '../steps/step/make-step.ts',
      '../sandbox/postgres/x.ts',
      '../report/x.ts',
      '@aws-sdk/client-rds',
      'node:fs',
    ],
    good: ['./x.ts', '../domain/instant.ts', '../ports/clock.ts', 'pg'],
  },
  report: {
    file: 'lib/report/seeded.ts',
    bad: [
      '../ports/clock.ts',
      '../steps/step/make-step.ts',
      '../sandbox/x.ts',
      '../cli/x.ts',
      'node:fs',
      'pg',
    ],
    good: ['./x.ts', '../domain/run/judgement.ts'],
  },
  infra: {
    file: 'lib/infra/stacks/seeded.ts',
    bad: [
      '../../domain/failure.ts',
      '../../steps/step/make-step.ts',
      '../../aws/x.ts',
      '../../sandbox/x.ts',
      '@aws-sdk/client-s3',
      'pg',
    ],
    good: [
      '../constructs/x.ts',
      './x.ts',
      '../../domain/plan/x.ts',
      'aws-cdk-lib',
      'aws-cdk-lib/aws-rds',
      'node:fs',
    ],
  },
  cli: {
    file: 'lib/cli/seeded.ts',
    bad: ['../infra/x.ts', '../../functions/promote-replica.ts', '@aws-sdk/client-s3', 'aws-cdk-lib'],
    good: ['./x.ts', '../sandbox/sandbox-status.ts', '../aws/x.ts', '../report/x.ts', 'commander', 'node:fs'],
  },
  console: {
    file: 'lib/console/seeded.ts',
    bad: ['../infra/x.ts', '../cli/x.ts', '../../functions/promote-replica.ts', '@aws-sdk/client-s3'],
    good: ['./x.ts', '../sandbox/sandbox-status.ts', '../report/x.ts', 'node:http'],
  },
  sandbox: {
    file: 'lib/sandbox/rds/seeded.ts',
    bad: [
      '../../domain/instant.ts',
      '../../ports/clock.ts',
      '../../steps/step/make-step.ts',
      '../../aws/x.ts',
      '../../postgres/x.ts',
      '../../report/x.ts',
      '../../cli/x.ts',
      '../../../functions/promote-replica.ts',
      '@aws-sdk/client-rds',
      'aws-cdk-lib',
    ],
    good: ['../postgres/cluster.ts', './x.ts', '../sandbox-config.ts', 'pg', 'node:child_process'],
  },
  composition: {
    file: 'functions/composition/seeded.ts',
    bad: ['../promote-replica.ts', '../../lib/cli/x.ts', '../../lib/sandbox/x.ts', 'pg', 'commander'],
    good: [
      './once.ts',
      '../../lib/aws/x.ts',
      '../../lib/postgres/x.ts',
      '../../lib/steps/step/make-step.ts',
      '@aws-sdk/client-s3',
      'node:fs',
    ],
  },
  functions: {
    file: 'functions/seeded.ts',
    bad: [
      '../lib/aws/x.ts',
      '../lib/postgres/x.ts',
      '../lib/sandbox/x.ts',
      './promote-replica.ts',
      '@aws-sdk/client-s3',
      'node:fs',
    ],
    good: ['./composition/site.ts', '../lib/steps/promote-replica.ts', '../lib/domain/failure.ts'],
  },
  'bin/muster.ts': {
    file: 'bin/muster.ts',
    bad: ['../lib/domain/failure.ts', '../lib/sandbox/x.ts', '../functions/composition/site.ts', 'commander'],
    good: ['../lib/cli/x.ts', 'node:process'],
  },
  'bin/infra.ts': {
    file: 'bin/infra.ts',
    bad: ['../lib/cli/x.ts', '../lib/domain/plan/x.ts', '@aws-sdk/client-s3'],
    good: ['../lib/infra/stacks/x.ts', 'aws-cdk-lib'],
  },
};
