import { mkdir, rm } from 'node:fs/promises';
import { bundleHandlers } from '../deployment/bundle-handlers.ts';
import { toolVersion } from '../deployment/tool-version.ts';
import type { HandlerPackage } from './add-functions.ts';

/** Bundles every handler into a directory that holds nothing else. */
export async function packageHandlers(directory: string): Promise<HandlerPackage> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const { reached } = await bundleHandlers(directory);
  return { directory, reached, toolVersion: toolVersion() };
}
