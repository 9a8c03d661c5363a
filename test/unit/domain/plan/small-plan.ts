import { parsePlan } from '../../../../lib/domain/plan/parse-plan.ts';
import { formatProblem } from '../../../../lib/domain/plan/plan-problem.ts';
import type { RecoveryPlan } from '../../../../lib/domain/plan/recovery-plan.ts';

/** The least that a plan has to say, with two services to depend on each other. */
export const SMALL_PLAN = `schemaVersion: 1
name: small
sites:
  primary: { name: east, region: eu-central-1, bucket: small-east }
  recovery: { name: west, region: eu-west-1, bucket: small-west }
services:
  - name: a
    healthCheck: { kind: http, url: 'http://a.example/' }
  - name: b
    dependsOn: [a]
    healthCheck: { kind: tcp, host: b.example, port: 80 }
databases:
  - id: db
    database: app
    primary: { instance: app-east }
    replica: { instance: app-west }
    frontDoor: { host: db.example }
    operatorSecret: operator
    heartbeatSecret: heartbeat
    fencedRoles: [app]
`;

export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** What is said about a plan, as it is printed. */
export function problemsOf(plan: string | Uint8Array): readonly string[] {
  const parsed = parsePlan(typeof plan === 'string' ? bytesOf(plan) : plan, 'p.yaml');
  return parsed.ok ? [] : parsed.problems.map(formatProblem);
}

export function planOf(text: string): RecoveryPlan {
  const parsed = parsePlan(bytesOf(text), 'p.yaml');
  if (!parsed.ok) throw new Error(parsed.problems.map(formatProblem).join('\n'));
  return parsed.plan;
}

/** The small plan with one text replaced; a text that is not there is a mistake of the test. */
export function changed(from: string, to: string): string {
  if (!SMALL_PLAN.includes(from)) throw new Error(`the small plan has no ${from}`);
  return SMALL_PLAN.replace(from, to);
}
