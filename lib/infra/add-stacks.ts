import type { Construct } from 'constructs';
import { type Configuration, regionsOf } from './configuration.ts';
import { CopiesStack } from './stacks/copies-stack.ts';
import { type HandlerPackage, OrchestratorStack } from './stacks/orchestrator-stack.ts';

/** Two stacks a region: copies that it keeps for others, and its orchestrator. Every region's copies come first. */
export function addStacks(scope: Construct, configuration: Configuration, handlers: HandlerPackage): void {
  const { account, plans } = configuration;
  const regions = regionsOf(plans);
  const copies = regions.map((region) => {
    const env = { account, region };
    const description = 'Muster: copies of the evidence of other regions';
    return new CopiesStack(scope, `muster-copies-${region}`, { env, region, plans, description });
  });
  for (const region of regions) {
    const env = { account, region };
    const description = 'Muster: drills and failovers that are run from this region';
    const orchestrator = new OrchestratorStack(scope, `muster-${region}`, {
      env,
      region,
      configuration,
      handlers,
      description,
    });
    for (const stack of copies) orchestrator.addStackDependency(stack);
  }
}
