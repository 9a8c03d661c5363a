import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { WatchedLog } from '../domain/log/witness-answer.ts';
import { type WitnessKey, witnessKey, witnessKeyText } from '../domain/log/witness-key.ts';
import { makeStandingClock } from '../system/system-clock.ts';
import { makeWitnessState } from '../system/witness-state.ts';
import { portTaken, untilInterrupted } from './serving.ts';
import type { Terminal } from './terminal.ts';
import { makeVerify, readTrustedKeys, sha256Bytes } from './trusted-keys.ts';
import { UsageError } from './usage-error.ts';
import { rawPublicKey } from './witness-keys.ts';
import { serveWitness } from './witness-server.ts';

export interface WitnessServeOptions {
  /** PEM file with the witness's own Ed25519 key. */
  readonly key: string;
  readonly name: string;
  /** Each `<origin>=<PEM file with the public keys of that log>`. */
  readonly log: readonly string[];
  /** Directory that keeps what was signed. */
  readonly state: string;
  readonly port: number;
  readonly terminal: Pick<Terminal, 'out'>;
}

/** `muster witness serve`: signs checkpoints of the logs that it is told of, until it is interrupted. */
export async function serve(options: WitnessServeOptions): Promise<number> {
  const privateKey = await readSigningKey(options.key);
  const key = publicOf(privateKey, options.name);
  const logs = await Promise.all(options.log.map(watchedLog));
  const clock = makeStandingClock();
  const witness = {
    rules: { sha256: sha256Bytes, verify: makeVerify(), logs },
    key,
    sign: (data: Uint8Array) => new Uint8Array(sign(null, data, privateKey)),
    state: makeWitnessState(options.state),
    now: () => Math.floor(clock.now() / 1e6),
  };
  // What cannot be read is told now, and not to the first log that asks.
  await Promise.all(logs.map(({ origin }) => witness.state.newest(origin)));
  const { url } = await serveWitness(witness, options.port).catch((error: unknown) => {
    throw portTaken(error, options.port);
  });
  const lines = [
    `Key, for --witness of whoever verifies: ${witnessKeyText(key)}`,
    ...logs.map(({ origin }) => `Signs checkpoints of ${origin}`),
    `Serves ${url}/add-checkpoint on this machine alone; it ends with this command (Ctrl-C)`,
  ];
  options.terminal.out.write(lines.map((line) => `${line}\n`).join(''));
  return untilInterrupted();
}

async function readSigningKey(path: string): Promise<KeyObject> {
  const pem = await readFile(path, 'utf8').catch((cause: unknown) => {
    const how = `make one with \`openssl genpkey -algorithm ed25519 -out ${path}\``;
    throw new UsageError(`--key ${path}: cannot be read; ${how}`, { cause });
  });
  const key = privateKeyIn(path, pem);
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new UsageError(`--key ${path}: expected a key on Ed25519; found one of ${key.asymmetricKeyType}`);
}

function privateKeyIn(path: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new UsageError(`--key ${path}: holds no private key in PEM`, { cause });
  }
}

function publicOf(privateKey: KeyObject, name: string): WitnessKey {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const key = witnessKey(sha256Bytes, name, rawPublicKey(new Uint8Array(spki)));
  if (key) return key;
  throw new UsageError(
    `--name ${name}: expected a name without spaces and without +, such as audit.example/1`,
  );
}

/** Neither an origin of Muster's logs nor its parts have an equals sign. */
async function watchedLog(text: string): Promise<WatchedLog> {
  const [, origin, path] = /^([^\s=]+)=(.+)$/.exec(text) ?? [];
  if (origin === undefined || path === undefined) {
    throw new UsageError(`--log ${text}: expected ORIGIN=FILE, with the log's public keys in FILE`);
  }
  const keys = await readTrustedKeys(path, '--log');
  return { origin, keys: keys.map(({ spki }) => spki) };
}
