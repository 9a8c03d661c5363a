import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { verify } from '../../../lib/cli/verify.ts';
import { submitLogs } from '../../../lib/cli/witness-submit.ts';
import { logOrigin } from '../../../lib/domain/log/log-origin.ts';
import { logText } from '../../../lib/domain/log/log-text.ts';
import { makeWitnessSigner } from '../../fakes/fake-witness.ts';
import { startLeaf } from '../../fakes/log-leaves.ts';
import { makeLogWorld } from '../../fakes/log-world.ts';
import { goldenRun, signTexts } from '../../fakes/signed-run.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SITE = { region: 'eu-west-1', bucket: 'muster-orders-eu-west-1' };
const ORIGIN = logOrigin(SITE);

let directory: string;
let children: ReturnType<typeof spawn>[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'muster-witness-'));
  children = [];
});
afterEach(async () => {
  await Promise.all(children.map(end));
  await rm(directory, { recursive: true });
});

async function end(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

async function write(name: string, text: string): Promise<string> {
  const path = join(directory, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

const captured = () => {
  const said: string[] = [];
  const out = new Writable({ write: (chunk, _encoding, done) => (said.push(String(chunk)), done()) });
  return { out, text: () => said.join('') };
};

/** A witness as an auditor starts it: a process that knows the log's name and its public key, and nothing else. */
async function startWitness(keyPem: string, logPem: string) {
  const options = {
    '--key': await write('witness.pem', keyPem),
    '--name': 'witness.example/1',
    '--state': join(directory, 'kept'),
    '--port': '0',
    '--log': `${ORIGIN}=${await write('log.pem', logPem)}`,
  };
  const words = [join(ROOT, 'bin/muster.ts'), 'witness', 'serve', ...Object.entries(options).flat()];
  const child = spawn(process.execPath, words, { cwd: directory, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.includes('Ctrl-C')) break;
  }
  const [, key = ''] = /^Key, for --witness of whoever verifies: (\S+)$/m.exec(said) ?? [];
  const [, url = ''] = /^Serves (\S+)\/add-checkpoint /m.exec(said) ?? [];
  return { child, url, witness: await write('keys.txt', `${key}\n`) };
}

async function submit(
  { url, witness }: { url: string; witness: string },
  objects: Parameters<typeof submitLogs>[0][number]['objects'],
) {
  const { out, text } = captured();
  const log = { ...SITE, objects };
  const code = await submitLogs([log], { url, witness, export: directory, terminal: { out } });
  return { code, text: text() };
}

test('a witness that somebody runs signs the log of a run once, and no other log after it, also when it was killed', async () => {
  const { contents, world } = await signTexts(goldenRun('v1-drill'));
  const key = makeWitnessSigner().pem;
  const first = await startWitness(key, world.signer.pem);
  expect(await submit(first, world.objects)).toEqual({
    code: 0,
    text: expect.stringMatching(
      /^muster\/eu-west-1\/muster-orders-eu-west-1: 5 entries, signed by witness\.example\/1 at 2\S+Z\nWritten: .*eu-west-1-5\.cosigned\n$/,
    ),
  });

  for (const [name, bytes] of contents) {
    const path = join(directory, 'run', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  }
  const verified = async (options: object) => {
    const { out, text } = captured();
    const run = { run: join(directory, 'run'), trust: join(directory, 'log.pem'), state: stateDirectory({}) };
    const code = await verify({ ...run, json: true, stdout: out, witness: first.witness, ...options });
    return { code, ...JSON.parse(text()) };
  };
  const cosigned = join(directory, 'eu-west-1-5.cosigned');
  expect(await verified({ cosigned: [cosigned] })).toMatchObject({
    code: 0,
    grade: 'witnessed',
    witnessed: { size: 5 },
  });

  await end(first.child);
  const again = await startWitness(key, world.signer.pem);
  const fork = makeLogWorld({ signer: world.signer, origin: ORIGIN });
  for (const run of ['a', 'b', 'c', 'd', 'e', 'f']) await fork.append(startLeaf(run));
  expect(await submit(again, fork.objects)).toEqual({
    code: 70,
    text: expect.stringContaining(
      'NOT SIGNED: log muster/eu-west-1/muster-orders-eu-west-1 with 6 entries: a log with 5 entries',
    ),
  });

  await world.append(startLeaf('later'));
  expect(await submit(again, world.objects)).toMatchObject({ code: 0 });
  const log = await write('log.ndjson', logText(await world.reader.entries()));
  const later = join(directory, 'eu-west-1-6.cosigned');
  expect(await verified({ cosigned: [later], log: [log] })).toMatchObject({ code: 0, grade: 'witnessed' });
  expect(await verified({ cosigned: [later] })).toMatchObject({ code: 0, grade: 'self-asserted' });
  const kept = await readdir(join(directory, 'kept', `log-${encodeURIComponent(ORIGIN)}`));
  expect(kept.toSorted()).toEqual(['000000000001.checkpoint', '000000000002.checkpoint']);
  expect(await readFile(later, 'utf8')).toContain('— witness.example/1 ');
});

test('a witness that does not answer leaves a log unsigned, and says so', async () => {
  const { world } = await signTexts(goldenRun('v1-drill'));
  const running = await startWitness(makeWitnessSigner().pem, world.signer.pem);
  await end(running.child);
  const { code, text } = await submit(running, world.objects);
  expect(code).toBe(70);
  expect(text).toMatch(/NOT SIGNED: witness witness\.example\/1 at http:\S+: no answer\n$/);
});
