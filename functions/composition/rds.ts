import { RDSClient } from '@aws-sdk/client-rds';
import { clientOptions } from '../../lib/aws/client-options.ts';
import { once } from './once.ts';

/** One client a region, for every port that RDS serves. */
export const rds = once((region) => new RDSClient(clientOptions(region)));
