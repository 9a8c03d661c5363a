import { App } from 'aws-cdk-lib';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { addStacks } from '../../../lib/infra/add-stacks.ts';
import { type Configuration, readConfiguration } from '../../../lib/infra/configuration.ts';
import { packageHandlers } from '../../../lib/infra/package-handlers.ts';
import type { HandlerPackage } from '../../../lib/infra/add-functions.ts';

export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url));
const Context = z.object({ context: z.record(z.string(), z.unknown()) });

export const EXAMPLE = join(PROJECT, 'docs', 'deploy.yaml');

/** All handlers in a directory of its own, which `remove` takes away. */
export async function packaged(): Promise<HandlerPackage & { readonly remove: () => void }> {
  const root = mkdtempSync(join(tmpdir(), 'muster-infra-'));
  const handlers = await packageHandlers(join(root, 'handlers'));
  return { ...handlers, remove: () => rmSync(root, { recursive: true }) };
}

/** The app as `npx cdk synth` has it, with the settings of cdk.json. */
export function appOf(
  handlers: HandlerPackage,
  configuration: Configuration = readConfiguration(EXAMPLE),
): App {
  const { context } = Context.parse(JSON.parse(readFileSync(join(PROJECT, 'cdk.json'), 'utf8')));
  const app = new App({ context, outdir: join(handlers.directory, '..', 'cdk.out') });
  addStacks(app, configuration, handlers);
  return app;
}
