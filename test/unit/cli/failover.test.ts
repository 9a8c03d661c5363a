import { expect, test } from 'vitest';
import { makeProgram } from '../../../lib/cli/program/program.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { plainTerminal } from '../../fakes/plain-terminal.ts';

const NOWHERE = '/nowhere-at-all';

/** Calls the command as the command line does, at no terminal. */
function call(...args: readonly string[]): Promise<unknown> {
  const terminal = plainTerminal();
  const state = stateDirectory({ MUSTER_STATE_DIR: NOWHERE });
  const program = makeProgram({ terminal, state, finish: () => expect.unreachable('it was not refused') });
  return program.parseAsync(['failover', '--plan', 'drills/plans/orders.yaml', ...args], { from: 'user' });
}

test.each([
  ['--real --yes', "there is no --yes for a real failover: it is confirmed by typing the plan's name"],
  ['--real -y', 'there is no --yes for a real failover'],
  [
    '',
    'a drill is `npx muster drill failover --plan drills/plans/orders.yaml`; a failover that is none is `npx muster failover --plan drills/plans/orders.yaml --real`',
  ],
  ['--look', 'looked at with `npx muster failover --plan drills/plans/orders.yaml --real --look`'],
  [
    '--real',
    "a REAL failover is confirmed by a person who types the plan's name, and standard input is no terminal",
  ],
  ['--real --confirm orders', 'approvals.unattended is not true'],
  ['--real --confirm orders --break-glass now', '--break-glass asks nobody, and --confirm is for a machine'],
  [
    '--real --look',
    `nothing stands in ${NOWHERE}/sandbox that could fail over: a real failover starts no sandbox`,
  ],
  ['--real --print-input', 'a real failover starts no sandbox of its own'],
])('`muster failover %s` is refused, and says what to do', async (args, message) => {
  await expect(call(...args.split(' ').filter((word) => word !== ''))).rejects.toThrow(message);
});
