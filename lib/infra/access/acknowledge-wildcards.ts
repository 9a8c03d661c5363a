import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Tells cdk-nag why the roles below a construct may do something on names that are not known beforehand. */
export function acknowledgeWildcards(scope: IConstruct, wildcards: ReadonlyMap<string, string>): void {
  const acknowledged = [...wildcards].map(([resource, reason]) => ({
    id: `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`,
    reason,
  }));
  Validations.of(scope).acknowledge(...acknowledged);
}
