import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { PROBE_SITE } from '../../deployment/deployed-names.ts';
import { addFunctions, type HandlerPackage } from '../add-functions.ts';
import type { Configuration } from '../configuration.ts';

export interface WitnessStackProps extends StackProps {
  readonly region: string;
  readonly configuration: Configuration;
  readonly handlers: HandlerPackage;
}

/** A third region that only watches: the function that says what is seen from there, and no other. */
export class WitnessStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { region, configuration, handlers, ...props }: WitnessStackProps,
  ) {
    super(scope, id, { ...props, suppressTemplateIndentation: true });
    const reached = new Map([...handlers.reached].filter(([entry]) => entry === PROBE_SITE));
    addFunctions(this, { ...handlers, reached }, { configuration, region });
  }
}
