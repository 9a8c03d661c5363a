import type { AwsService } from '../wire/aws-request.ts';
import { parseJsonRequest, renderJsonResult, unknownOperation } from '../wire/json-codec.ts';
import { describeKey } from './describe-key.ts';
import { getPublicKey } from './get-public-key.ts';
import type { KmsOperation, KmsParts } from './kms-operation.ts';
import { listAliases } from './list-aliases.ts';
import { sign } from './sign.ts';

const OPERATIONS: Readonly<Record<string, KmsOperation>> = {
  DescribeKey: describeKey,
  GetPublicKey: getPublicKey,
  ListAliases: listAliases,
  Sign: sign,
};

/** Operations that are served, in the names of the API reference. */
export const KMS_OPERATIONS: readonly string[] = Object.keys(OPERATIONS);

/** KMS with the keys of its configuration: those with a file sign, the others are names. */
export function makeKmsService(parts: KmsParts): AwsService {
  return async (request) => {
    const { target, operation, input } = parseJsonRequest(request);
    const run = target === 'TrentService' ? OPERATIONS[operation] : undefined;
    if (!run) throw unknownOperation();
    return renderJsonResult('1.1', request.requestId, run({ ...parts, region: request.region, input }));
  };
}
