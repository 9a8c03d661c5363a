import { RDSClient } from '@aws-sdk/client-rds';
import { clientOptions } from '../../lib/aws/client-options.ts';
import { makeRdsReplicas } from '../../lib/aws/rds-replicas.ts';
import { once } from './once.ts';

export const replicas = makeRdsReplicas(once((region) => new RDSClient(clientOptions(region))));
