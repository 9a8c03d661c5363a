import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { flushed, outputFailure } from '../../../lib/cli/output-failure.ts';

function failing(code: string): Writable {
  const error = Object.assign(new Error(`${code}: write`), { code });
  return new Writable({ write: (_chunk, _encoding, done) => done(error) }).on('error', () => undefined);
}

test('a disk that is full is a failure, although all has been handed over', async () => {
  await expect(flushed({ out: failing('ENOSPC') })).rejects.toThrow(
    'stdout cannot be written to (ENOSPC: write), so the command ended; send it elsewhere',
  );
});

test('a reader that has read enough is none', async () => {
  await expect(flushed({ out: failing('EPIPE') })).resolves.toBeUndefined();
});

test('while a command runs, a reader of its progress that has gone ends it', async () => {
  const err = failing('EPIPE');
  const failed = outputFailure({ out: failing('EPIPE'), err });
  err.write('x');
  await expect(failed).rejects.toThrow('stderr cannot be written to (its reader has gone)');
});
