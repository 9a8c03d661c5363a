import { RDSClient } from '@aws-sdk/client-rds';
import { clientOptions, hurriedOptions } from '../../lib/aws/client-options.ts';
import { once } from './once.ts';

/** One client a region, for every port that RDS serves. */
export const rds = once((region) => new RDSClient(clientOptions(region)));

/** The same where an answer can be done without. */
export const hurriedRds = once((region) => new RDSClient(hurriedOptions(region)));
