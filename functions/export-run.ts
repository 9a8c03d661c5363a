import { makeExportRun } from '../lib/steps/export-run.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state ExportRun. */
export const handler = (event: unknown) => makeExportRun(portsForStep(event))(event);
