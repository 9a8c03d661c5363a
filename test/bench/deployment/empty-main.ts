import { App, Stack } from 'aws-cdk-lib';

/** A CDK app with one stack and nothing in it: what every app of this language pays. */
const app = new App();
const { stackName } = new Stack(app, 'empty');
app.synth().getStackByName(stackName);
