import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { defaultPlanFile } from '../../lib/deployment/deployment.ts';
import { FailoverJudgement } from '../../lib/domain/run/failover-judgement.ts';
import { muster, startMuster } from '../sandbox/drill/muster-command.ts';
import { onStandingSandbox } from '../sandbox/drill/standing-sandbox.ts';

const LEVER = ['--as', 'Ada', '--reason', 'a sale is on'];

test('a drill is stopped by the safety lever and by a stop condition of its plan, and says by which', {
  timeout: 290_000,
}, async () => {
  let status = 200;
  const shop = createServer((_, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => void shop.listen(0, '127.0.0.1', resolve));
  const address = shop.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const conditions = `[{ name: shop, failures: 2, healthCheck: { kind: http, url: "http://127.0.0.1:${port}/" } }]`;
  const plain = await readFile(defaultPlanFile(), 'utf8');
  const text = plain.replace('\n  failover:\n', `\n  failover:\n    stopConditions: ${conditions}\n`);
  expect(text).toContain('stopConditions');
  try {
    await onStandingSandbox(async ({ state, command, drill }) => {
      const plan = ['--plan', join(state, 'plan.yaml')];
      await command('lever', 'pull', ...plan, ...LEVER);
      const refused = await muster(['drill', 'failover', ...plan], state);
      expect(refused).toMatchObject({ code: 64 });
      expect(refused.stderr).toMatch(
        /nothing was started: the safety lever is engaged by Ada at .*: a sale is on/,
      );
      await command('lever', 'release', ...plan, ...LEVER);
      expect(await command('lever', 'status', ...plan)).toContain('drills may run');

      const directory = join(state, 'levered');
      const under = startMuster(['drill', 'failover', ...plan, '--out', directory], state);
      await untilSaid(under.stderr, 'pre-flight: waiting');
      expect(await command('lever', 'pull', ...plan, ...LEVER)).toContain('ends at its next change');
      expect((await under.ended).code).toBe(2);
      await command('lever', 'release', ...plan, ...LEVER);
      expect(await reasonIn(directory)).toMatch(
        /RunAborted: .*Ada, by the safety lever asked at .* to abort it: a sale is on/,
      );

      status = 503;
      const stopped = await drill('failover', 'stopped');
      expect(stopped.code).toBe(2);
      expect(await reasonIn(stopped.directory)).toMatch(
        /RunAborted: .*stop condition shop asked at .* to abort it: 2 checks in a row failed, the last with .*503/,
      );
    }, text);
  } finally {
    shop.close();
  }
});

async function untilSaid(stderr: () => string, words: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!stderr().includes(words)) {
    if (Date.now() > deadline) throw new Error(`"${words}" was not said: ${stderr()}`);
    await sleep(50);
  }
}

async function reasonIn(directory: string): Promise<string> {
  const text = await readFile(join(directory, 'judgement.json'), 'utf8');
  const { verdicts } = FailoverJudgement.parse(JSON.parse(text));
  expect(verdicts).toMatchObject({ overall: 'inconclusive', drill: 'inconclusive', cleanup: 'met' });
  return text;
}
