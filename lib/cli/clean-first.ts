import { cleanRuns } from './clean-runs.ts';
import { cleanTemplates, wordsOfTemplate } from './clean-templates.ts';
import type { PlanAccess } from './unfinished-runs.ts';

/** What a command that changes a standing sandbox does before: ends what earlier runs left; says nothing when none did. */
export async function cleanFirst(access: PlanAccess, tell: (words: string) => void): Promise<void> {
  await cleanRuns(access, { dryRun: false, tell, byTheWay: true });
  for (const { left, ...template } of await cleanTemplates(access, { dryRun: false }))
    tell(left ? `${wordsOfTemplate(template)} is left: ${left}` : `${wordsOfTemplate(template)}: removed`);
}
