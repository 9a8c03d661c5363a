import { FisClient } from '@aws-sdk/client-fis';
import { clientOptions } from '../../lib/aws/client-options.ts';
import { makeFisDisruption } from '../../lib/aws/fis-disruption.ts';
import { once } from './once.ts';

export const disruption = makeFisDisruption(once((region) => new FisClient(clientOptions(region))));
