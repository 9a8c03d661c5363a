import { readFileSync } from 'node:fs';
import pg from 'pg';

/*
 * A client of its own, in a process of its own. It imports nothing of the project, on purpose: it is the second
 * witness of an outage, and a mistake that it shared with the first one would be seen by neither.
 *
 * Started with one JSON argument. Every five milliseconds it inserts the next number of its sequence through the front
 * door. It says "steady" once it runs, and at the message "stop" all that it tried: its inserts, and the logins that
 * it wrote through.
 */

interface Order {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly passwordFile: string;
  readonly caFile: string;
  readonly table: string;
}

/** `answered` is null for an insert that nobody answered. Milliseconds since 1970. */
interface Insert {
  readonly n: number;
  readonly sent: number;
  answered: number | null;
}

/** A session that was written through: when a server first answered it, and when it was ready. Milliseconds since 1970. */
interface Session {
  readonly spoke: number;
  readonly ready: number;
}

const EVERY_MS = 5;
const GIVE_UP_MS = 150;
/** A peer that says nothing for so long is left; one that has begun to speak may take its time to log in. */
const SILENCE_MS = 150;
const LOGIN_MS = 5_000;
/** Spaced, so that one is always about to be made when a site answers again. */
const LOGIN_EVERY_MS = 20;
const SILENT_AT_ONCE = 10;
const STEADY = 100;

const order: Order = JSON.parse(process.argv[2] ?? '{}');
const login = {
  host: order.host,
  port: order.port,
  database: order.database,
  user: order.user,
  password: readFileSync(order.passwordFile, 'utf8'),
  ssl: { ca: readFileSync(order.caFile, 'utf8') },
  connectionTimeoutMillis: LOGIN_MS,
};
const inserts: Insert[] = [];
const sessions: Session[] = [];
let client: pg.Client | undefined;
let pending: Insert | undefined;
let silent = 0;
let speaking = 0;
let lastLogin = 0;
let steady = false;

const now = (): number => performance.timeOrigin + performance.now();

function drop(dead: pg.Client): void {
  dead.connection.stream.destroy();
  if (client === dead) client = undefined;
}

async function logIn(): Promise<void> {
  const next = new pg.Client(login);
  next.on('error', () => drop(next));
  let spoke: number | undefined;
  lastLogin = now();
  silent += 1;
  const leave = setTimeout(() => drop(next), SILENCE_MS);
  next.connection.once('sslconnect', () => {
    clearTimeout(leave);
    spoke = now();
    silent -= 1;
    speaking += 1;
  });
  try {
    await next.connect();
    if (client) drop(next);
    else use(next, spoke ?? now());
  } catch {
    drop(next);
  } finally {
    clearTimeout(leave);
    if (spoke !== undefined) speaking -= 1;
    else silent -= 1;
  }
}

function use(next: pg.Client, spoke: number): void {
  client = next;
  sessions.push({ spoke, ready: now() });
}

async function insert(through: pg.Client): Promise<void> {
  const row: Insert = { n: inserts.length, sent: now(), answered: null };
  pending = row;
  inserts.push(row);
  const giveUp = setTimeout(() => {
    drop(through);
    pending = undefined;
  }, GIVE_UP_MS);
  try {
    await through.query(`insert into ${order.table} (n) values ($1)`, [row.n]);
    // An answer after the client has given up is no answer any more: it has told its user that the write failed.
    if (pending === row) row.answered = now();
  } catch {
    drop(through);
  } finally {
    clearTimeout(giveUp);
    if (pending === row) pending = undefined;
  }
}

setInterval(() => {
  if (pending) return;
  if (client) void insert(client);
  else if (speaking === 0 && silent < SILENT_AT_ONCE && now() - lastLogin >= LOGIN_EVERY_MS) void logIn();
  if (steady || inserts.length < STEADY) return;
  steady = true;
  process.send?.('steady');
}, EVERY_MS);

process.once('message', () => process.send?.({ inserts, sessions }, () => process.exit(0)));
process.once('disconnect', () => process.exit(1));
