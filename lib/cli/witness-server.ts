import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf, closeServer, listenHere } from '../console/local-server.ts';
import type { AddCheckpoint } from '../domain/log/add-checkpoint.ts';
import { noteText, signatureLine } from '../domain/log/checkpoint.ts';
import { cosignatureOf, cosignedBytes } from '../domain/log/cosignature.ts';
import { askedOf, refusalOf, type WitnessRules } from '../domain/log/witness-answer.ts';
import type { WitnessKey } from '../domain/log/witness-key.ts';
import type { WitnessState } from '../system/witness-state.ts';

export interface Witness {
  readonly rules: WitnessRules;
  readonly key: WitnessKey;
  /** Ed25519 by the private half of `key`. */
  readonly sign: (data: Uint8Array) => Uint8Array;
  readonly state: WitnessState;
  /** Seconds since 1970. */
  readonly now: () => number;
}

export interface RunningWitness {
  /** What `add-checkpoint` is below. */
  readonly url: string;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly says: string;
}

/** 63 hashes, and a checkpoint with more signatures than any log has. */
const MOST_BYTES = 65_536;

/**
 * Serves a witness on this machine alone (C2SP, tlog-witness): it signs a checkpoint that begins with the one that it has
 * signed before, and keeps it first. `port` 0: any free one.
 */
export async function serveWitness(witness: Witness, port: number): Promise<RunningWitness> {
  const inTurn = makeTurns();
  const server = createServer((message, response) => {
    void answerTo(witness, inTurn, message)
      .catch((error: unknown): Answer => ({ status: 500, says: `${wordsOf(error)}\n` }))
      .then((answer) => write(response, answer));
  });
  const listens = await listenHere(server, port);
  return { url: `http://127.0.0.1:${listens}`, close: () => closeServer(server) };
}

async function answerTo(witness: Witness, inTurn: Turns, message: IncomingMessage): Promise<Answer> {
  if (message.url !== '/add-checkpoint') return { status: 404, says: 'only add-checkpoint is served\n' };
  if (message.method !== 'POST') return { status: 405, says: 'add-checkpoint takes a POST\n' };
  const body = await bodyOf(message, MOST_BYTES);
  if (!body) return { status: 413, says: `at most ${MOST_BYTES} bytes are read\n` };
  const asked = askedOf(witness.rules, body);
  if (asked.refusal) return asked.refusal;
  return inTurn(() => cosign(witness, asked.request));
}

/** What was signed last is looked at, kept and signed in one turn: a smaller tree is never signed after a larger one. */
async function cosign(witness: Witness, request: AddCheckpoint): Promise<Answer> {
  const { rules, key, sign, state, now } = witness;
  const { checkpoint } = request.note;
  const newest = await state.newest(checkpoint.origin);
  const refusal = refusalOf(rules.sha256, newest?.head ?? null, request);
  if (refusal) return refusal;
  const isNew = newest?.head.size !== checkpoint.size;
  const place = (newest?.place ?? 0) + 1;
  if (isNew && !(await state.keep(checkpoint.origin, place, noteText(request.note)))) {
    // Another process has signed meanwhile: what this one saw is not the newest any more.
    return cosign(witness, request);
  }
  const seconds = now();
  const signature = sign(cosignedBytes(checkpoint, seconds));
  return { status: 200, says: signatureLine(cosignatureOf(key, { seconds, signature })) };
}

type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** One after the other. */
function makeTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
}

function write(response: ServerResponse, { status, says }: Answer): void {
  const type = status === 409 ? 'text/x.tlog.size' : 'text/plain; charset=utf-8';
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(says);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
