import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { defaultPlanFile } from '../../lib/cli/deployment.ts';
import { loadPlan } from '../../lib/cli/load-plan.ts';
import type { BenchContext } from './bench-context.ts';
import { failoverPart } from './failover/failover-part.ts';
import { describeMachine } from './machine.ts';

/** Every part of the bench, by the name that `--only` takes. */
const PARTS = { failover: failoverPart };

const { values } = parseArgs({
  options: {
    drills: { type: 'string', default: '30' },
    only: { type: 'string', default: Object.keys(PARTS).join(',') },
    json: { type: 'string' },
  },
});

const say = (line: string) => process.stderr.write(`${line}\n`);
const context: BenchContext = {
  loaded: await loadPlan(defaultPlanFile()),
  drills: Number(values.drills),
  say,
};
const names = values.only.split(',');
const unknown = names.filter((name) => !(name in PARTS));
if (unknown.length > 0 || !(context.drills >= 1)) {
  say(`usage: npm run bench -- [--drills N] [--only ${Object.keys(PARTS).join(',')}] [--json FILE]`);
  process.exit(64);
}

const machine = describeMachine();
say(
  `${machine.cores} cores of ${machine.model}, ${machine.kernel}, fsync ${machine.fsyncMs} ms, load ${machine.loadBefore}`,
);
const parts: Record<string, Awaited<ReturnType<(typeof PARTS)[keyof typeof PARTS]>>> = {};
for (const [name, part] of Object.entries(PARTS)) {
  if (!names.includes(name)) continue;
  say(`${name}: begins`);
  parts[name] = await part(context);
  for (const bar of parts[name].bars)
    say(`${name}: ${bar.passed ? 'passed' : 'FAILED'}  ${bar.name}: ${bar.measured} (at most ${bar.limit})`);
}
const passed = Object.values(parts).every((part) => part.passed);
const result = `${JSON.stringify({ schemaVersion: 1, at: new Date().toISOString(), machine, passed, parts })}\n`;
if (values.json !== undefined) await writeFile(values.json, result);
process.stdout.write(result);
process.exitCode = passed ? 0 : 1;
