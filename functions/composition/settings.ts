import { RDSClient } from '@aws-sdk/client-rds';
import { hurriedOptions } from '../../lib/aws/client-options.ts';
import { makeInstanceSettings } from '../../lib/aws/instance-settings.ts';
import { once } from './once.ts';

/** What is asked beside the way of a run, which waits for no region that says nothing. */
export const settings = once((region) => makeInstanceSettings(new RDSClient(hurriedOptions(region)), region));
