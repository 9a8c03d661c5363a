import { readFileSync } from 'node:fs';

/** How a server of the sandbox was started, so that another one can be started in the same way. */
export interface ServerCommand {
  readonly file: string;
  readonly dataDir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly uid: number;
  readonly gid: number;
}

/** Read from /proc. @throws Error when the process has ended. */
export function commandOf(postmaster: number): ServerCommand {
  const [file = '', , dataDir = ''] = textsOf(`/proc/${postmaster}/cmdline`);
  const environment = textsOf(`/proc/${postmaster}/environ`).map((pair) => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)] as const;
  });
  const status = readFileSync(`/proc/${postmaster}/status`, 'utf8');
  const idOf = (name: string) => Number(new RegExp(`^${name}:\\t(\\d+)`, 'm').exec(status)?.[1]);
  const [uid, gid] = [idOf('Uid'), idOf('Gid')];
  return { file, dataDir, environment: Object.fromEntries(environment), uid, gid };
}

function textsOf(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split('\0').filter(Boolean);
}
