/** What a fake client is asked: the name of the command, as the SDK names its class, and its input. */
export type Send = (command: string, input: unknown) => Promise<unknown>;

interface SentCommand {
  readonly input: unknown;
  readonly constructor: { readonly name: string };
}

/** A real SDK client whose `send` is replaced: nothing goes out, and paginators take it for what it is. */
export function sending<C extends object>(client: C, send: Send) {
  return Object.assign(client, {
    send: (command: SentCommand) => send(command.constructor.name, command.input),
  });
}

/** An error as the SDK throws it: AWS's code is its name; a system error has its code beside. */
export function sdkError(name: string, message = `${name} of the service`, code?: string): Error {
  return Object.assign(new Error(message), { name }, code === undefined ? {} : { code });
}

/** Answers that are given in turn; what was asked is kept. An error is thrown. */
export function answering(...answers: readonly unknown[]) {
  const left = [...answers];
  const asked: { command: string; input: unknown }[] = [];
  const send: Send = async (command, input) => {
    asked.push({ command, input });
    const answer = left.shift();
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  };
  return { asked, send };
}
