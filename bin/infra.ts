import { App } from 'aws-cdk-lib';
import { fileURLToPath } from 'node:url';
import { addStacks } from '../lib/infra/add-stacks.ts';
import { readConfiguration } from '../lib/infra/configuration.ts';
import { packageHandlers } from '../lib/infra/package-handlers.ts';

const app = new App();
const configuration = readConfiguration(String(app.node.getContext('configuration')));
const directory = fileURLToPath(new URL('../.muster/deployment', import.meta.url));
addStacks(app, configuration, await packageHandlers(directory));
app.synth();
