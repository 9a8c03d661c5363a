import { makePublishReport } from '../lib/steps/publish-report.ts';
import { renderReports } from '../lib/report/render-reports.ts';
import { portsForStep } from './composition.ts';

/** Lambda handler of the state PublishReport. */
export const handler = (event: unknown) =>
  makePublishReport({ ...portsForStep(event), render: renderReports })(event);
