import { App } from 'aws-cdk-lib';
import { fileURLToPath } from 'node:url';
import { addStacks } from './add-stacks.ts';
import { ConfigurationRefused, readConfiguration } from './configuration.ts';
import { packageHandlers } from './package-handlers.ts';

/** As the command line has it for what was called wrongly. */
const WRONG_USAGE = 64;

/** Where handlers are bundled, beside all else that is made here. */
const PACKAGE = fileURLToPath(new URL('../../.muster/deployment', import.meta.url));

/** Makes the templates of the configuration that the CDK's context names. Answers the exit code. */
export async function synthesize(stderr: NodeJS.WritableStream): Promise<number> {
  const app = new App();
  try {
    const configuration = readConfiguration(String(app.node.tryGetContext('configuration')));
    addStacks(app, configuration, await packageHandlers(PACKAGE));
    app.synth();
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigurationRefused)) throw error;
    stderr.write(`${error.message}\n`);
    return WRONG_USAGE;
  }
}
