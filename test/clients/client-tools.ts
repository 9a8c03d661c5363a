import { execFileSync } from 'node:child_process';

const REMEDY = 'apt-get install awscli python3-boto3';

/** The real clients of this machine, as whoever points another tool at a sandbox has them. */
export interface ClientTools {
  readonly aws: string;
  readonly python: string;
}

/**
 * Finds the AWS CLI and a Python that has its modules and boto3; undefined when one is not there. `.ci/run` installs
 * Debian's and wants them used. @throws Error when they are wanted and not there.
 */
export function clientTools(): ClientTools | undefined {
  const aws = firstThatRuns(['/usr/bin/aws', 'aws'], ['--version']);
  const python = firstThatRuns(['/usr/bin/python3', 'python3'], ['-c', 'import boto3, awscli.clidriver']);
  if (aws !== undefined && python !== undefined) return { aws, python };
  if (process.env['MUSTER_CLIENTS'] === 'required')
    throw new Error(`the AWS CLI or boto3 is not installed: ${REMEDY}`);
  return undefined;
}

/** Whether PostgreSQL's own client is there, which a runbook's commands use. @throws Error as `clientTools` does */
export function hasPsql(): boolean {
  if (runs('psql', ['--version'])) return true;
  if (process.env['MUSTER_CLIENTS'] === 'required')
    throw new Error('psql is not installed: apt-get install postgresql-client');
  return false;
}

function firstThatRuns(commands: readonly string[], args: readonly string[]): string | undefined {
  return commands.find((command) => runs(command, args));
}

function runs(command: string, args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
