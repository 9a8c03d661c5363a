import { makeExportRun } from '../lib/steps/export-run.ts';
import { secrets } from './composition/secrets.ts';
import { stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state ExportRun. */
export const handler = (event: unknown) => {
  const { sessions, reader } = sql();
  return makeExportRun({ ...stepPorts(event), sessions, reader, secrets: secrets() })(event);
};
