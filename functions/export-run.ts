import { makeExportRun } from '../lib/steps/export-run.ts';
import { secrets } from './composition/secrets.ts';
import { siteRetention, stepPorts } from './composition/site.ts';
import { sql } from './composition/sql.ts';

/** Lambda handler of the state ExportRun. */
export const handler = (event: unknown) => {
  const { sessions, reader } = sql();
  const [retention, ports] = [siteRetention(event), stepPorts(event)];
  return makeExportRun({ ...ports, sessions, reader, retention, secrets: secrets() })(event);
};
