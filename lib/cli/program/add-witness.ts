import { type Command, Option } from 'commander';
import { checkStateDirectory } from '../check-state-directory.ts';
import type { Context } from './context.ts';
import { examples } from './examples.ts';
import { portNumber } from './port-number.ts';

interface SubmitArguments {
  readonly url: string;
  readonly witness: string;
  readonly plan?: string;
  readonly export?: string;
}

interface ServeArguments {
  readonly key: string;
  readonly name: string;
  readonly log: readonly string[];
  readonly state: string;
  readonly port: number;
}

const PORT = 8151;

/** Somebody else signs checkpoints of the logs: for whoever runs drills, and for whoever audits them. */
export function addWitness(program: Command, context: Context): void {
  const witness = program
    .command('witness')
    .description('somebody else signs the logs: none can be replaced after that')
    .addHelpText(
      'after',
      examples([
        [
          'npx muster witness submit --url https://audit.example --witness key.txt',
          "have the logs' newest checkpoints signed",
        ],
      ]),
    );
  addSubmit(witness, context);
  addServe(witness, context);
}

function addSubmit(witness: Command, { terminal, state, finish }: Context): void {
  witness
    .command('submit')
    .description("have both sites' newest checkpoints signed, and keep them")
    .requiredOption('--url <url>', 'what add-checkpoint of the witness is below')
    .requiredOption('--witness <file>', 'the key of that witness')
    .option('--plan <file>', 'recovery plan; otherwise that of the sandbox')
    .option('--export <directory>', 'write REGION-SIZE.cosigned of each log there')
    .hook('preAction', () => checkStateDirectory(state))
    .addHelpText(
      'after',
      '\nAny witness that speaks C2SP tlog-witness, with Ed25519 cosignatures.\nExit codes: 0 signed, 70 one was not, such as a log that the witness knows\notherwise.',
    )
    .addHelpText(
      'after',
      examples([
        [
          'npx muster witness submit --url https://w.example --witness w.txt',
          'the signed checkpoints lie in the buckets, beside the logs',
        ],
        [
          'npx muster witness submit --url https://w.example --witness w.txt --export .',
          'and in files here, for `muster verify RUN --cosigned FILE`',
        ],
      ]),
    )
    .action(async (options: SubmitArguments) => {
      const { submit } = await import('../witness-submit.ts');
      finish(await submit({ ...options, terminal, state }));
    });
}

function addServe(witness: Command, { terminal, finish }: Context): void {
  witness
    .command('serve')
    .description('be a witness: sign only what goes on from what was signed before')
    .requiredOption('--key <file>', 'own private key (PEM, Ed25519)')
    .requiredOption('--name <name>', 'own name in signatures, such as audit.example/1')
    .requiredOption('--log <origin=file...>', 'a log, and its public keys (PEM)')
    .requiredOption('--state <directory>', 'where what was signed is kept; never delete it')
    .addOption(new Option('--port <number>', 'where it listens').argParser(portNumber).default(PORT))
    .addHelpText('after', '\nA log is named as `muster log` names it, such as muster/eu-west-1/orders.')
    .addHelpText(
      'after',
      examples([
        [
          'npx muster witness serve --key w.pem --name audit/1 --state w --log o=k.pem',
          'its address and its public key are printed',
        ],
      ]),
    )
    .action(async (options: ServeArguments) => {
      const { serve } = await import('../witness-serve.ts');
      finish(await serve({ ...options, terminal }));
    });
}
