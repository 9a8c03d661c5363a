import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { LogBroken } from '../domain/failure.ts';
import { parseNote, type TreeHead } from '../domain/log/checkpoint.ts';

/** The newest checkpoint that a witness has signed of a log, and its place among all of them. */
export interface NewestSigned {
  readonly place: number;
  readonly head: TreeHead;
}

/** What a witness has signed: a file a checkpoint, in its order, never written over. */
export interface WitnessState {
  /** Null where nothing was signed of that log. @throws LogBroken for a file that is no checkpoint of it */
  newest(origin: string): Promise<NewestSigned | null>;
  /**
   * Keeps a note as the one at a place, on disk when this resolves; false where another one is there already, whoever
   * wrote it: of two that were looked at side by side, one is kept.
   */
  keep(origin: string, place: number, note: string): Promise<boolean>;
}

const FILE = /^(\d{12})\.checkpoint$/;

export function makeWitnessState(directory: string): WitnessState {
  const folderOf = (origin: string) => join(directory, `log-${encodeURIComponent(origin)}`);
  return {
    newest: (origin) => newestIn(folderOf(origin), origin),
    keep: (origin, place, note) => keepIn(folderOf(origin), fileAt(place), note),
  };
}

function fileAt(place: number): string {
  return `${String(place).padStart(12, '0')}.checkpoint`;
}

async function newestIn(folder: string, origin: string): Promise<NewestSigned | null> {
  const places = (await namesIn(folder)).flatMap((name) => FILE.exec(name)?.[1] ?? []).map(Number);
  if (places.length === 0) return null;
  const place = Math.max(...places);
  const path = join(folder, fileAt(place));
  const head = parseNote(await readFile(path, 'utf8'))?.checkpoint;
  if (head?.origin === origin) return { place, head };
  // Without it nobody knows what was signed: whoever signed on could sign a second log.
  throw new LogBroken({ subject: path, seen: 'something else', limit: `the last checkpoint of ${origin}` });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  });
}

async function keepIn(folder: string, name: string, note: string): Promise<boolean> {
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `${randomUUID()}.draft`);
  try {
    await writeSynced(draft, note);
    // A link is made wholly or not at all, and not where there is a file: a rename would write over it.
    await link(draft, join(folder, name));
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(folder);
  return true;
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A file's name is on disk when its folder is. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
