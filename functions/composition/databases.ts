import { RDSClient } from '@aws-sdk/client-rds';
import { clientOptions } from '../../lib/aws/client-options.ts';
import { makeRdsDatabases } from '../../lib/aws/rds-databases.ts';
import { once } from './once.ts';

export const databases = makeRdsDatabases(once((region) => new RDSClient(clientOptions(region))));
