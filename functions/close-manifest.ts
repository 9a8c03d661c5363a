import { makeCloseManifest } from '../lib/steps/close-manifest.ts';
import { contents } from './composition/contents.ts';
import { databases } from './composition/databases.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state CloseManifest. */
export const handler = (event: unknown) =>
  makeCloseManifest({ ...stepPorts(event), contents: contents(), databases })(event);
