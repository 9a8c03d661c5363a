import type { Database } from '../domain/plan/database.ts';
import type { RecoveryPlan } from '../domain/plan/recovery-plan.ts';
import type { InstanceRef } from '../ports/databases.ts';
import { heartbeatSchema } from '../postgres/heartbeat-schema.ts';
import { ledgerGrants } from '../postgres/ledger-grants.ts';
import { applicationSql } from './sandbox-data.ts';
import { journalSql } from './sandbox-journal.ts';
import { appLogin, HEARTBEAT, OPERATOR, type Passwords } from './sandbox-logins.ts';

/** Where a database stands before anything happens to it. */
export function primaryOf(plan: RecoveryPlan, { primary }: Database): InstanceRef {
  return { region: plan.sites.primary.region, instance: primary.instance };
}

/** A database's primary with what it holds, and its replica. */
export function instancesOf(plan: RecoveryPlan, store: Database, passwords: Passwords) {
  const { id, replica, database, fencedRoles, ledger } = store;
  const primary = primaryOf(plan, store);
  const common = {
    database,
    masterUser: OPERATOR,
    masterPassword: passwords.get(OPERATOR) ?? '',
    parameters: {},
    tags: {},
  };
  const roles = [...new Set([HEARTBEAT, ...fencedRoles])];
  return [
    {
      ...common,
      id: primary.instance,
      region: primary.region,
      loginRoles: roles.map((name) => ({ name, password: passwords.get(name) ?? '' })),
      initSql: [
        ...heartbeatSchema(HEARTBEAT),
        ...applicationSql(appLogin(plan, id, passwords).user),
        ...(ledger ? journalSql(ledger, appLogin(plan, id, passwords).user) : []),
        ...(ledger ? ledgerGrants(HEARTBEAT, ledger) : []),
      ],
    },
    {
      ...common,
      id: replica.instance,
      region: plan.sites.recovery.region,
      source: { region: primary.region, id: primary.instance },
      loginRoles: [],
      initSql: [],
    },
  ];
}
