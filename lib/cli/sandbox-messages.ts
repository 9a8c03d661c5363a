import { visibleText } from '../domain/visible-text.ts';
import { EXIT } from './exit-code.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';

interface Here {
  readonly terminal: Pick<Terminal, 'out'>;
  readonly state: StateDirectory;
}

/** `muster sandbox messages`: what was published to topics. Exit code 64 when no sandbox stands. */
export async function sandboxMessages(
  { terminal, state }: Here,
  { json }: { json: boolean },
): Promise<number> {
  const messages = await (await standingSandbox(state)).messages();
  if (json) terminal.out.write(`${JSON.stringify(messages, null, 2)}\n`);
  else if (messages.length === 0) terminal.out.write('nothing was published\n');
  for (const { at, topicArn, message } of json ? [] : messages) {
    const lines = message.split('\n').map((line) => `    ${visibleText(line)}\n`);
    terminal.out.write(`${at}  ${topicArn}\n${lines.join('')}\n`);
  }
  return EXIT.met;
}
