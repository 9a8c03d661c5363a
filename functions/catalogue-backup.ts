import { makeCatalogueBackup } from '../lib/steps/catalogue-backup.ts';
import { stepPorts } from './composition/site.ts';

/** Lambda handler of the state CatalogueBackup. */
export const handler = (event: unknown) => makeCatalogueBackup(stepPorts(event))(event);
