import { makeJudgeRun } from '../lib/steps/judge-run.ts';
import { sha256 } from './composition/digest.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state JudgeRun. */
export const handler = (event: unknown) => makeJudgeRun({ ...stepPorts(event), sha256 })(event);
