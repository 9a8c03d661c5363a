import { makeJudgeRun } from '../lib/steps/judge-run.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state JudgeRun. */
export const handler = (event: unknown) => makeJudgeRun(portsForStep(event))(event);
