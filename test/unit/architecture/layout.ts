import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { listFiles, listFolders, readText } from './project-tree.ts';

const FOLDERS = ['bin', 'drills', 'functions', 'lib', 'test'];
const MAP_DEPTH = 3;
const HANDLER_LINES = 15;

const EMPTY_NAMES =
  /(?:^|\/)(?:(?:utils?|common|helpers?|services|types|misc)(?=$|[./])|[\w-]+-(?:utils?|helpers?)(?=$|[./]))/;

/** Where the map and the tree differ: folders that ARCHITECTURE.md does not name, and names without a folder. */
export function mapGaps(root: string): { unnamed: string[]; gone: string[] } {
  const map = readText(root, 'ARCHITECTURE.md');
  const named = [
    ...map.matchAll(/(?<![\w./-])(?:bin|drills|functions|lib|test)(?:\/[\w-]+)*(?!\/?[\w-]|\.\w)/g),
  ].map(([path]) => path);
  const folders = listFolders(root, FOLDERS, MAP_DEPTH);
  return {
    unnamed: folders.filter((folder) => !named.includes(folder)),
    gone: named.filter((path) => path.includes('/') && !existsSync(join(root, path))),
  };
}

/** Handlers that do more than parse, call and return. */
export function longHandlers(root: string): string[] {
  return handlers(root).filter((path) => lineCount(root, path) > HANDLER_LINES);
}

export function handlers(root: string): string[] {
  return listFiles(root, ['functions'], '.ts').filter((path) => !path.startsWith('functions/composition/'));
}

/** Files and folders whose name says where something was put, and not what it is. */
export function emptyNames(root: string): string[] {
  return listFiles(root, FOLDERS).filter((path) => EMPTY_NAMES.test(path));
}

export interface FileSizes {
  readonly files: number;
  readonly medianLines: number;
  readonly percentile90Lines: number;
  readonly longest: readonly string[];
}

export function fileSizes(root: string): FileSizes {
  const sized = listFiles(root, ['bin', 'functions', 'lib'], '.ts')
    .map((path) => ({ path, lines: lineCount(root, path) }))
    .toSorted((one, other) => one.lines - other.lines);
  const at = (share: number) => sized[Math.floor((sized.length - 1) * share)]?.lines ?? 0;
  return {
    files: sized.length,
    medianLines: at(0.5),
    percentile90Lines: at(0.9),
    longest: sized.slice(-3).map(({ path, lines }) => `${path} ${lines}`),
  };
}

function lineCount(root: string, path: string): number {
  return readText(root, path).trimEnd().split('\n').length;
}
