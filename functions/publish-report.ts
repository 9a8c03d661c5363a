import { renderReports } from '../lib/report/render-reports.ts';
import { makePublishReport } from '../lib/steps/publish-report.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state PublishReport. */
export const handler = (event: unknown) =>
  makePublishReport({ ...stepPorts(event), render: renderReports })(event);
