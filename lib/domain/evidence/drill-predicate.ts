import * as z from 'zod';
import type { RunFacts } from '../judge/run-facts.ts';
import { sha256Text } from '../log/log-leaf.ts';
import { loggedObjectives } from '../log/logged-objectives.ts';
import type { Judgement } from '../run/judgement.ts';
import { Measure, RulesVersion, Verdict } from '../run/judgement-parts.ts';
import { RunKind, Scope, Target } from '../run/run-parts.ts';
import { instantText, SCHEMA_VERSION, schemaVersion } from '../stored.ts';
import type { Sha256 } from '../judge/check-seal.ts';

/** A name of our own: whoever knows it knows docs/drill-predicate.schema.json. */
export const DRILL_PREDICATE_TYPE = 'urn:muster:drill-predicate:v1';

const moment = instantText.nullable();
const site = z.strictObject({ name: z.string(), region: z.string(), bucket: z.string() });

/** What is said of a run: which it was, what it was judged against, what happened when, and what it came to. */
export const DrillPredicate = z.strictObject({
  schemaVersion,
  rules: RulesVersion,
  run: z.string(),
  kind: RunKind,
  target: Target,
  /** A rehearsal proves nothing of a live system, whatever its verdicts are. */
  scope: Scope,
  plan: z.strictObject({ name: z.string(), sha256: sha256Text }),
  /** As they were on record before anything happened; null where the run did not come so far. */
  objectives: z.record(z.string(), z.json()).nullable(),
  /** Between which the run was; its log is that of one of them. Null as above. */
  sites: z.strictObject({ primary: site, recovery: site }).nullable(),
  executionArn: z.string().nullable(),
  /** The version that ran it. */
  toolVersion: z.string().nullable(),
  /** UTC. Null where it did not happen, was not measured, or the kind has no such moment. */
  clocks: z.strictObject({
    startedAt: moment,
    disruptedAt: moment,
    detectedAt: moment,
    declaredAt: moment,
    recoveredAt: moment,
    sealedAt: moment,
  }),
  rto: z.strictObject(Measure.shape).nullable(),
  rpo: z.strictObject(Measure.shape).nullable(),
  verdicts: z.record(z.string(), Verdict),
  reasons: z.record(z.string(), z.string()),
  findings: z.array(z.string()),
});

export type DrillPredicate = z.infer<typeof DrillPredicate>;

const Clocks = z.object({
  disruptedAt: moment.default(null),
  detectedAt: moment.default(null),
  declaredAt: moment.default(null),
  recoveredAt: moment.default(null),
});

/** Follows from the raw files and the judgement that follows from them, so that anybody can make it again. */
export function drillPredicate(judgement: Judgement, facts: RunFacts, sha256: Sha256): DrillPredicate {
  const recorded = facts.outcome('RecordObjectives');
  const { rules, run, kind, target, scope, plan, rto, rpo, verdicts, reasons, findings } = judgement;
  return {
    schemaVersion: SCHEMA_VERSION,
    ...(rules === undefined ? {} : { rules }),
    run,
    kind,
    target,
    scope,
    plan: { name: plan, sha256: sha256(facts.planText) },
    objectives: recorded ? loggedObjectives(recorded.input) : null,
    sites: recorded?.input.sites ?? null,
    executionArn: recorded?.executionArn ?? null,
    toolVersion: recorded?.toolVersion ?? null,
    clocks: { ...Clocks.parse(judgement), ...recordClocks(facts) },
    rto: measureOf(rto),
    rpo: measureOf(rpo),
    verdicts,
    reasons,
    findings,
  };
}

function recordClocks({ entries }: RunFacts) {
  const startedAt = entries.find((entry) => entry.kind === 'history')?.at ?? null;
  return { startedAt, sealedAt: entries.find((entry) => entry.kind === 'seal')?.at ?? null };
}

/** Phases and splits stand in the judgement; here is what a verdict rests on. */
function measureOf(measure: Judgement['rto']): DrillPredicate['rto'] {
  if (!measure) return null;
  const { seconds, lowSeconds, highSeconds, targetSeconds } = measure;
  return { seconds, lowSeconds, highSeconds, targetSeconds };
}
