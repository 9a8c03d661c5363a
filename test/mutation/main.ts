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
  for (const [name, group] of Object.entries(MUTATION_GROUPS)) {
    if (names.length > 0 && !names.includes(name)) continue;
    process.stdout.write(`\n${name}: ${group.guards}\n`);
    tallies.push([name, await runGroup({ name, incremental }, group)]);
  }
  const all = tallies.map(([, tally]) => tally).reduce(sum, NONE);
  process.stdout.write(
    `\n${[...tallies, ['all', all] as const].map(([name, tally]) => tallyLine(name, tally)).join('\n')}\n`,
  );
  const low = [...tallies, ['all', all] as const].filter(([, tally]) => scoreOf(tally) < LEAST_PER_CENT);
  for (const [name] of low) process.stdout.write(`${name} is below ${LEAST_PER_CENT}%\n`);
  return low.length === 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
