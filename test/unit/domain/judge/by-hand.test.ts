import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FailoverJudgement } from '../../../../lib/domain/run/failover-judgement.ts';

const GOLDEN = fileURLToPath(new URL('../../../fixtures/golden/', import.meta.url));

/** The example of docs/measurement.md, as a reader would copy it. */
function example(): string {
  const section = readFileSync('docs/measurement.md', 'utf8').split('\n## By hand\n')[1] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('    '));
  return lines.map((line) => line.slice(4)).join('\n');
}

/** Instants as seconds of their day, as the example prints them. */
function secondsOfDay(text: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = text.slice(11, -1).split(':').map(Number);
  return hours * 3600 + minutes * 60 + seconds;
}

test.each(['v1-drill', 'v1-observed'])(
  'the example of docs/measurement.md says of %s what the judge says',
  (version) => {
    const directory = join(GOLDEN, version);
    const judgement = FailoverJudgement.parse(
      JSON.parse(readFileSync(join(directory, 'judgement.json'), 'utf8')),
    );
    const { rto, rpo, disruption, recovery } = judgement;
    const script = example().replace('interval=0.02', `interval=${rpo?.intervalSeconds}`);
    const printed = execFileSync('sh', ['-c', script], { cwd: directory, encoding: 'utf8' });
    const line = (name: string, low = Number.NaN, high = Number.NaN) =>
      `${name} ${low.toFixed(6)} to ${high.toFixed(6)}`;
    expect(printed.trimEnd().split('\n')).toEqual([
      line('disruption', secondsOfDay(disruption?.from ?? ''), secondsOfDay(disruption?.to ?? '')),
      line('recovery', secondsOfDay(recovery?.from ?? ''), secondsOfDay(recovery?.to ?? '')),
      line('RTO', rto?.lowSeconds, rto?.highSeconds),
      line('RPO', rpo?.lowSeconds, rpo?.highSeconds),
    ]);
  },
);
