import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Addresses } from '../../domain/infra-code/terraform.ts';
import type { InfraFormat } from '../infra-code.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';

const FORMATS: readonly InfraFormat[] = ['terraform', 'cloudformation'];

interface InfraArguments {
  readonly format: InfraFormat;
  readonly address?: Addresses;
}

/** What a run has changed, for the code that describes the infrastructure. */
export function addInfraCode(runs: Command, { terminal, state, finish }: Context): void {
  runs
    .command('iac')
    .argument('<run>', 'name of a run, or its directory')
    .description('what brings infrastructure code in line with what a run has changed')
    .addOption(new Option('--format <format>', 'for which tool').choices([...FORMATS]).default('terraform'))
    .option(
      '--address <instance=address>',
      'resource that an instance is in your code; may be repeated',
      withAddress,
    )
    .addHelpText(
      'after',
      examples([
        [
          'npx muster runs iac RUN --address orders-ireland=aws_db_instance.replica',
          'what Terraform has to know before the next apply',
        ],
        ['npx muster runs iac RUN --format cloudformation', 'change sets that import'],
      ]),
    )
    .action(async (run: string, { format, address = {} }: InfraArguments) => {
      const { printInfraCode } = await import('../infra-code.ts');
      finish(await printInfraCode({ run, format, addresses: address, stdout: terminal.out, state }));
    });
}

/** One more of an option that may be repeated. @throws InvalidArgumentError */
function withAddress(text: string, before: Addresses = {}): Addresses {
  const [instance = '', ...address] = text.split('=');
  const isAddress = /^[\w.[\]"-]+$/.test(address.join('='));
  if (instance === '' || !isAddress)
    throw new InvalidArgumentError(
      'expected an instance and its resource, such as orders-ireland=aws_db_instance.replica.',
    );
  return { ...before, [instance]: address.join('=') };
}
