import { describe, expect, it } from 'vitest';
import { loginsLeft, outsidePlan } from '../../../../lib/domain/fence/logins-left.ts';

const role = (name: string, changes: object = {}) => ({ name, canLogin: true, sessions: 0, ...changes });

describe('loginsLeft', () => {
  it('is empty where the roles of the plan cannot log in, and nobody else is there but RDS itself', () => {
    const others = ['rdsadmin', 'rdsrepladmin', 'rdstopmgr', 'rdsproxyadmin'].map((name) => role(name));
    expect(loginsLeft(['app'], { withoutLogin: ['app'], others })).toBe('');
    expect(outsidePlan(others)).toEqual([]);
  });

  it.each([
    [role('etl_loader'), 'etl_loader can log in, and has 0 sessions'],
    [role('etl_loader', { sessions: 1 }), 'etl_loader can log in, and has 1 session'],
    [role('was_app', { canLogin: false, sessions: 2 }), 'was_app has 2 sessions'],
    // No prefix is trusted: anybody may call a role so.
    [role('rds_loader'), 'rds_loader can log in, and has 0 sessions'],
  ])('names %o', (other, words) => {
    expect(loginsLeft(['app'], { withoutLogin: ['app'], others: [other] })).toBe(
      `outside of the plan's fencedRoles: ${words}`,
    );
  });

  it('names whoever of the plan keeps a login as well', () => {
    expect(loginsLeft(['app', 'jobs'], { withoutLogin: ['jobs'], others: [role('etl'), role('bi')] })).toBe(
      "login left: app; outside of the plan's fencedRoles: etl can log in, and has 0 sessions, bi can log in, and has 0 sessions",
    );
  });
});
