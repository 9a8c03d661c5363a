import { makeOpenManifest } from '../lib/steps/open-manifest.ts';
import { contents } from './composition/contents.ts';
import { databases } from './composition/databases.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state OpenManifest. */
export const handler = (event: unknown) =>
  makeOpenManifest({ ...stepPorts(event), contents: contents(), databases })(event);
