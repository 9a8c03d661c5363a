import type { SiteAccess } from '../aws/site-access.ts';
import type { RunInput } from '../domain/run/run-input.ts';
import { awaitHerald } from './await-herald.ts';
import { copyNotices, copyTruth, exportRunDirectory } from './run-directory.ts';
import type { StateDirectory } from './state-directory.ts';

interface Taking {
  readonly input: RunInput;
  readonly directory: string;
  readonly state: StateDirectory;
}

/** What a run that is over has left, brought to its directory: what it sealed, whom it told, and the sandbox's truth. */
export async function takeRun(
  { recovery: { objects, workflows } }: { readonly recovery: Pick<SiteAccess, 'objects' | 'workflows'> },
  { input, directory, state }: Taking,
): Promise<void> {
  await awaitHerald(workflows, input);
  await exportRunDirectory(objects, input.run, directory);
  await copyNotices(objects, input.run, directory);
  await copyTruth(state.sandbox, directory);
}
