import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { report } from '../../../lib/cli/report.ts';
import { UsageError } from '../../../lib/cli/usage-error.ts';

const GOLDEN = fileURLToPath(new URL('../../fixtures/golden/', import.meta.url));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'muster-report-'));
});
afterEach(() => rmSync(root, { recursive: true }));

async function made(options: { readonly pdf?: string; readonly font?: string } = {}, run = 'v1') {
  const directory = join(root, 'run');
  cpSync(join(GOLDEN, run), directory, { recursive: true });
  let path = '';
  const out = new Writable({
    write: (chunk, _encoding, done) => {
      path += String(chunk);
      done();
    },
  });
  const code = await report({ directory, ...options, terminal: { out } });
  return { code, path: path.trim() };
}

test('a PDF is written beside the directory, which stays what was signed', async () => {
  const { code, path } = await made();
  expect([code, path]).toEqual([0, join(root, 'run.report-rehearsal.pdf')]);
  const bytes = readFileSync(path);
  expect(bytes.subarray(0, 5).toString('latin1')).toBe('%PDF-');
  expect(existsSync(join(root, 'run', 'report-rehearsal.pdf'))).toBe(false);
});

test('the same run gives the same bytes, whose date is one of the run', async () => {
  const first = readFileSync((await made()).path);
  const again = readFileSync((await made({ pdf: join(root, 'again.pdf') })).path);
  expect(again.equals(first)).toBe(true);
  expect(first.toString('latin1')).toContain('(D:20261102080100Z)');
});

test('every font stands in it', async () => {
  const text = readFileSync((await made()).path).toString('latin1');
  const fonts = [...text.matchAll(/\/FontFile2/g)];
  expect(fonts).toHaveLength(2);
  expect(text).not.toContain('/BaseFont /Helvetica');
});

test('another font changes nothing that the usual one has, and is not embedded for nothing', async () => {
  const font = createRequire(import.meta.url).resolve('pdfmake/fonts/Roboto/Roboto-Italic.ttf');
  const plain = readFileSync((await made()).path);
  expect(readFileSync((await made({ font, pdf: join(root, 'other.pdf') })).path).equals(plain)).toBe(true);
});

test.each([null, 'no font'])('a font that cannot be read as one is named: %j', async (content) => {
  const font = join(root, 'none.ttf');
  if (content !== null) writeFileSync(font, content);
  const says = 'cannot be read as a font; expected a TrueType or OpenType font, such as a .ttf or .otf file';
  await expect(made({ font })).rejects.toThrow(new UsageError(`--font ${font}: ${says}`));
});

test('a directory without a run, and a file that cannot be written, are named', async () => {
  const terminal = { out: new Writable({ write: (_chunk, _encoding, done) => done() }) };
  await expect(report({ directory: root, terminal })).rejects.toThrow(
    `${root} is no run's directory: it holds no record.ndjson`,
  );
  const pdf = join(root, 'no', 'such', 'folder.pdf');
  await expect(made({ pdf })).rejects.toThrow(`${pdf}: cannot be written; name another file with --pdf`);
});
