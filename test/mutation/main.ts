import { MUTATION_GROUPS } from './groups.ts';
import { runGroup } from './run-group.ts';
import { NONE, scoreOf, sum, type Tally, tallyLine } from './tally.ts';

/** Of a group, and of all: below this the run has failed. */
const LEAST_PER_CENT = 85;

const WRONG_USAGE = 64;
const USAGE = `npm run mutation -- [--incremental] [GROUP]…
groups: ${Object.keys(MUTATION_GROUPS).join(', ')}; all of them without a name
--incremental takes over what the run before found of what has not changed since
`;

async function main(argv: readonly string[]): Promise<number> {
  const names = argv.filter((argument) => argument !== '--incremental');
  const incremental = names.length < argv.length;
  if (names.some((name) => !(name in MUTATION_GROUPS))) {
    process.stderr.write(USAGE);
    return WRONG_USAGE;
  }
  const tallies: [string, Tally][] = [];
  let isWhole = true;
  for (const [name, group] of Object.entries(MUTATION_GROUPS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    say(`\n${name}: ${group.guards}`);
    try {
      tallies.push([name, await runGroup({ name, incremental }, group)]);
    } catch (error) {
      // Such as a test that fails before anything is mutated: the other groups can still be looked at.
      say(`${name}: broken off: ${error instanceof Error ? error.message : String(error)}`);
      isWhole = false;
    }
  }
  return summarized(tallies) && isWhole ? 0 : 1;
}

/** The score of each group and of all, and whether none is too low. */
function summarized(groups: readonly (readonly [string, Tally])[]): boolean {
  const tallies = [...groups, ['all', groups.map(([, tally]) => tally).reduce(sum, NONE)] as const];
  const low = tallies.filter(([, tally]) => scoreOf(tally) < LEAST_PER_CENT);
  say(`\n${tallies.map(([name, tally]) => tallyLine(name, tally)).join('\n')}`);
  for (const [name] of low) say(`${name} is below ${LEAST_PER_CENT}%`);
  return low.length === 0;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main(process.argv.slice(2));
