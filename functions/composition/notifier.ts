import { SNSClient } from '@aws-sdk/client-sns';
import { clientOptions } from '../../lib/aws/client-options.ts';
import { makeSnsNotifier } from '../../lib/aws/sns-notifier.ts';
import { once } from './once.ts';

export const notifier = makeSnsNotifier(once((region) => new SNSClient(clientOptions(region))));
