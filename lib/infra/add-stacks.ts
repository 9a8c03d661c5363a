import type { Construct } from 'constructs';
import type { HandlerPackage } from './add-functions.ts';
import { type Configuration, regionsOf, witnessRegionsOf } from './configuration.ts';
import { CopiesStack } from './stacks/copies-stack.ts';
import { OrchestratorStack } from './stacks/orchestrator-stack.ts';
import { WitnessStack } from './stacks/witness-stack.ts';

/**
 * Two stacks a region: copies that it keeps for others, and its orchestrator; and one in each region that only watches.
 * Every region's copies come first.
 */
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
  for (const region of witnessRegionsOf(plans)) {
    const description = 'Muster: what is seen of the other regions from here';
    const env = { account, region };
    new WitnessStack(scope, `muster-witness-${region}`, {
      env,
      region,
      configuration,
      handlers,
      description,
    });
  }
}
