import { makeAcquireLock } from '../../lib/steps/acquire-lock.ts';
import { makeApplyConditions } from '../../lib/steps/apply-conditions.ts';
import { makeApplyDeferredFence } from '../../lib/steps/apply-deferred-fence.ts';
import { makeAwaitDetection } from '../../lib/steps/await-detection.ts';
import { makeCleanUp } from '../../lib/steps/clean-up.ts';
import { makeDeferFence } from '../../lib/steps/defer-fence.ts';
import { makeDiscoverDatabases } from '../../lib/steps/discover-databases.ts';
import { makeExportRun } from '../../lib/steps/export-run.ts';
import { makeFenceOldPrimary } from '../../lib/steps/fence-old-primary.ts';
import { makeInjectDisruption } from '../../lib/steps/inject-disruption.ts';
import { makeJudgeRun } from '../../lib/steps/judge-run.ts';
import { makeLoadHandlers } from '../../lib/steps/load-handlers.ts';
import { makeLogStart } from '../../lib/steps/log-start.ts';
import { makePollDetection } from '../../lib/steps/poll-detection.ts';
import { makePreFlight } from '../../lib/steps/pre-flight.ts';
import { makePromoteReplica } from '../../lib/steps/promote-replica.ts';
import { makeProvePromotion } from '../../lib/steps/prove-promotion.ts';
import { makePublishReport } from '../../lib/steps/publish-report.ts';
import { makeRecordObjectives } from '../../lib/steps/record-objectives.ts';
import { makeReleaseLock } from '../../lib/steps/release-lock.ts';
import { makeRequestAcceptance } from '../../lib/steps/request-acceptance.ts';
import { makeRequestApproval } from '../../lib/steps/request-approval.ts';
import { makeRequestDecision } from '../../lib/steps/request-decision.ts';
import { makeReturnRegion } from '../../lib/steps/return-region.ts';
import { makeSealRecord } from '../../lib/steps/seal-record.ts';
import { makeSignEvidence } from '../../lib/steps/sign-evidence.ts';
import { makeStartHeartbeat } from '../../lib/steps/start-heartbeat.ts';
import { makeStartHerald } from '../../lib/steps/start-herald.ts';
import { makeStopBackgroundJobs } from '../../lib/steps/stop-background-jobs.ts';
import { makeStopHeartbeat } from '../../lib/steps/stop-heartbeat.ts';
import { makeSwitchTraffic } from '../../lib/steps/switch-traffic.ts';
import { makeVerifyServices } from '../../lib/steps/verify-services.ts';
import { makeWarmHandlers } from '../../lib/steps/warm-handlers.ts';
import type { ModelPorts } from './environment.ts';

type MakeStep = (ports: ModelPorts) => (event: unknown) => Promise<unknown>;

/** The step behind each function of a failover, as functions/<name>.ts wires it. */
const STEPS: Readonly<Record<string, MakeStep>> = {
  'acquire-lock': makeAcquireLock,
  'apply-conditions': makeApplyConditions,
  'apply-deferred-fence': makeApplyDeferredFence,
  'await-detection': makeAwaitDetection,
  'clean-up': makeCleanUp,
  'defer-fence': makeDeferFence,
  'discover-databases': makeDiscoverDatabases,
  'export-run': makeExportRun,
  'fence-old-primary': makeFenceOldPrimary,
  'inject-disruption': makeInjectDisruption,
  'judge-run': makeJudgeRun,
  'load-handlers': makeLoadHandlers,
  'poll-detection': makePollDetection,
  'log-start': (ports) => makeLogStart({ ...ports, ...ports.evidence }),
  'pre-flight': makePreFlight,
  'promote-replica': makePromoteReplica,
  'prove-promotion': makeProvePromotion,
  'publish-report': makePublishReport,
  'record-objectives': makeRecordObjectives,
  'release-lock': makeReleaseLock,
  'request-acceptance': makeRequestAcceptance,
  'request-approval': makeRequestApproval,
  'request-decision': makeRequestDecision,
  'return-region': makeReturnRegion,
  'seal-record': makeSealRecord,
  'sign-evidence': (ports) => makeSignEvidence({ ...ports, ...ports.evidence }),
  'start-heartbeat': makeStartHeartbeat,
  'start-herald': makeStartHerald,
  'stop-background-jobs': makeStopBackgroundJobs,
  'stop-heartbeat': makeStopHeartbeat,
  'switch-traffic': makeSwitchTraffic,
  'verify-services': makeVerifyServices,
  'warm-handlers': makeWarmHandlers,
};

/** @throws RangeError when a state of the workflow is new, and the model knows nothing of it yet. */
export function stepOf(functionName: string, ports: ModelPorts): (event: unknown) => Promise<unknown> {
  const make = STEPS[functionName];
  if (make) return make(ports);
  throw new RangeError(`test/model knows no step ${functionName}: name it in model-steps.ts`);
}
