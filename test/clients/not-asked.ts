import type { AwsCommand } from './aws-command.ts';

/** Operations that are served and that no command of the file has asked for. */
export function notAsked(served: readonly string[], { asked }: AwsCommand): string[] {
  if (served.length === 0) throw new Error('the table of operations is empty');
  return served.filter((name) => !asked.has(name.toLowerCase()));
}
