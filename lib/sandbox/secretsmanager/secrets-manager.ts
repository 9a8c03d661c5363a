import type { AwsService } from '../wire/aws-request.ts';
import { parseJsonRequest, renderJsonResult, unknownOperation } from '../wire/json-codec.ts';
import { declareSecret, type SecretDeclaration } from './declare-secret.ts';
import { describeSecret } from './describe-secret.ts';
import { getSecretValue } from './get-secret-value.ts';
import { makeFindSecret, type FindSecret } from './secret.ts';

type Operation = (find: FindSecret, region: string, input: unknown) => object;

const OPERATIONS: Readonly<Record<string, Operation>> = {
  DescribeSecret: describeSecret,
  GetSecretValue: getSecretValue,
};

/** Operations that are served, in the names of the API reference. */
export const SECRETS_OPERATIONS: readonly string[] = Object.keys(OPERATIONS);

export interface SecretsManagerInput {
  readonly account: string;
  readonly secrets: readonly SecretDeclaration[];
}

/** Secrets Manager with the declared secrets, read only. */
export function makeSecretsManager({ account, secrets }: SecretsManagerInput): AwsService {
  const find = makeFindSecret(secrets.map((secret) => declareSecret(account, secret)));
  return async (request) => {
    const { target, operation, input } = parseJsonRequest(request);
    const run = target === 'secretsmanager' ? OPERATIONS[operation] : undefined;
    if (!run) throw unknownOperation();
    return renderJsonResult('1.1', request.requestId, run(find, request.region, input));
  };
}
