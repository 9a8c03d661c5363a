/** A process that holds a sandbox, as the command line does: its argument is the state directory. */
import { startSandbox } from '../../../lib/sandbox/supervisor/sandbox-client.ts';
import { smallConfig } from './small-sandbox.ts';

const [, , stateDir = ''] = process.argv;
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const sandbox = await startSandbox(smallConfig(stateDir), {
  onProgress: ({ phase }) => say(phase),
});
say(`ready ${sandbox.endpoint}`);
setInterval(() => undefined, 60_000);
