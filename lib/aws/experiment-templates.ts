import {
  type ExperimentTemplateSummary,
  type FisClient,
  paginateListExperimentTemplates,
} from '@aws-sdk/client-fis';
import { FAULT_TAG, RUN_TAG, START_BY_TAG } from '../domain/run/resource-tags.ts';

export async function allTemplates(client: FisClient): Promise<readonly ExperimentTemplateSummary[]> {
  const found: ExperimentTemplateSummary[] = [];
  for await (const { experimentTemplates = [] } of paginateListExperimentTemplates({ client }, {}))
    found.push(...experimentTemplates);
  return found;
}

/** Whether a run may start a template for a fault: one made for another run, or by hand, may be gone the next moment. */
export function standsFor(
  { tags = {} }: ExperimentTemplateSummary,
  { fault, run }: { readonly fault: string; readonly run: string },
): boolean {
  const isMine = START_BY_TAG in tags ? tags[RUN_TAG] === run : (tags[RUN_TAG] ?? run) === run;
  return tags[FAULT_TAG] === fault && isMine;
}
