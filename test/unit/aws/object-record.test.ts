import { describe, expect, it } from 'vitest';
import { makeObjectRecord } from '../../../lib/aws/object-record.ts';
import type { StepEntry } from '../../../lib/domain/record/entry.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';

const ENTRY: StepEntry = {
  schemaVersion: 1,
  kind: 'outcome',
  state: 'SwitchTraffic',
  attempt: 1,
  at: '2026-03-01T12:00:00.000000Z',
  data: { etag: '"1"' },
};
const KEY = 'runs/run-1/record/SwitchTraffic/1/outcome.json';

describe('the record as objects', () => {
  it('stores each entry under its state, attempt and kind', async () => {
    const objects = makeMemoryObjects();
    await makeObjectRecord(objects).append('run-1', ENTRY);
    expect(objects.stored()).toEqual({ [KEY]: JSON.stringify(ENTRY) });
  });

  it('leaves an entry as it was first written', async () => {
    const objects = makeMemoryObjects();
    const record = makeObjectRecord(objects);
    await record.append('run-1', ENTRY);
    await expect(record.append('run-1', { ...ENTRY, data: { etag: '"2"' } })).resolves.toBeUndefined();
    expect(objects.stored()).toEqual({ [KEY]: JSON.stringify(ENTRY) });
  });

  it('keeps no secret that an entry carries along', async () => {
    const objects = makeMemoryObjects();
    const data = { seen: 'postgresql://muster:s3cr3t-x@10.0.0.1/orders is gone', etag: '"1"' };
    await makeObjectRecord(objects).append('run-1', { ...ENTRY, data });
    const masked = { seen: 'postgresql://muster:[secret-masked]@10.0.0.1/orders is gone', etag: '"1"' };
    expect(objects.stored()).toEqual({ [KEY]: JSON.stringify({ ...ENTRY, data: masked }) });
  });

  it('gives the entries of its run only', async () => {
    const record = makeObjectRecord(makeMemoryObjects());
    await record.append('run-1', ENTRY);
    await record.append('run-10', { ...ENTRY, state: 'CleanUp' });
    await expect(record.entries('run-1')).resolves.toEqual([ENTRY]);
  });

  it('refuses to read what is no entry', async () => {
    const record = makeObjectRecord(makeMemoryObjects({ [KEY]: '{"kind":"outcome"}' }));
    await expect(record.entries('run-1')).rejects.toMatchObject({ name: 'ZodError' });
  });

  it('does not swallow a put that failed for another reason', async () => {
    const failure = new Error('no answer');
    const objects = { ...makeMemoryObjects(), put: () => Promise.reject(failure) };
    await expect(makeObjectRecord(objects).append('run-1', ENTRY)).rejects.toBe(failure);
  });
});
