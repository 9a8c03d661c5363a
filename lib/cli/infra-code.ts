import { cloudformationCode } from '../domain/infra-code/cloudformation.ts';
import { infraChanges } from '../domain/infra-code/infra-change.ts';
import { type Addresses, type InfraCode, terraformCode } from '../domain/infra-code/terraform.ts';
import { readRun } from '../domain/judge/run-facts.ts';
import { EXIT } from './exit-code.ts';
import { findRun } from './find-run.ts';
import { readRunFiles } from './judge.ts';
import type { StateDirectory } from './state-directory.ts';
import { UsageError } from './usage-error.ts';

export type InfraFormat = 'terraform' | 'cloudformation';

interface InfraCommand {
  readonly run: string;
  readonly format: InfraFormat;
  readonly addresses: Addresses;
  readonly stdout: { write(text: string): unknown };
  readonly state: StateDirectory;
}

const RENDERINGS: Readonly<Record<InfraFormat, (code: InfraCode) => string>> = {
  terraform: terraformCode,
  cloudformation: cloudformationCode,
};

/**
 * `muster runs iac`: what brings infrastructure code in line with what a run has changed.
 * @throws UsageError when it has changed nothing, or an address is of an instance that it has not
 */
export async function printInfraCode(command: InfraCommand): Promise<number> {
  const { format, addresses, stdout, state } = command;
  const { run, directory } = await findRun(command.run, state);
  const changes = infraChanges(readRun(await readRunFiles(directory)));
  if (changes.length === 0) throw new UsageError(`run ${run} has promoted and rebuilt no instance`);
  const known = changes.map(({ instance }) => instance);
  const other = Object.keys(addresses).find((instance) => !known.includes(instance));
  if (other !== undefined)
    throw new UsageError(`--address ${other}: the run has changed ${known.join(' and ')}, and nothing else`);
  stdout.write(RENDERINGS[format]({ run, changes, addresses }));
  return EXIT.met;
}
