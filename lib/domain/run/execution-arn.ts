/**
 * ARN of an execution by its name: known before it is started. Source: docs.aws.amazon.com/service-authorization, "Actions,
 * resources, and condition keys for AWS Step Functions".
 */
export function executionArnOf(machineArn: string, name: string): string {
  return `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
}

/** The name that an execution's ARN ends with. */
export function executionNameOf(executionArn: string): string {
  return executionArn.slice(executionArn.lastIndexOf(':') + 1);
}
