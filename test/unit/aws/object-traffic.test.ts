import { describe, expect, it } from 'vitest';
import { makeObjectApplicationWriters } from '../../../lib/aws/object-application-writers.ts';
import { makeObjectBackgroundJobs } from '../../../lib/aws/object-background-jobs.ts';
import { makeObjectTraffic } from '../../../lib/aws/object-traffic.ts';
import { makeMemoryObjects } from '../../fakes/memory-objects.ts';

const SWITCH = { key: 'traffic/orders.json', activeSite: 'west', run: 'run-1', generation: 7 };

describe('the traffic switch', () => {
  it('is an object that says site, run and generation', async () => {
    const objects = makeMemoryObjects();
    const traffic = makeObjectTraffic(objects);
    await expect(traffic.activate(SWITCH)).resolves.toBe('"1"');
    expect(JSON.parse(objects.stored()[SWITCH.key] ?? '')).toEqual({
      activeSite: 'west',
      run: 'run-1',
      generation: 7,
    });
    await expect(traffic.activeSite(SWITCH.key)).resolves.toBe('west');
  });

  it('names no site before it was ever thrown', async () => {
    await expect(makeObjectTraffic(makeMemoryObjects()).activeSite(SWITCH.key)).resolves.toBeNull();
  });
});

describe('the gate of background jobs', () => {
  it('names the jobs that may not start, and who closed it', async () => {
    const objects = makeMemoryObjects();
    const stop = { key: 'jobs/orders.json', jobs: ['invoicing'], run: 'run-1', generation: 7 };
    await expect(makeObjectBackgroundJobs(objects).stop(stop)).resolves.toBe('"1"');
    expect(JSON.parse(objects.stored()['jobs/orders.json'] ?? '')).toEqual({
      stopped: ['invoicing'],
      run: 'run-1',
      generation: 7,
    });
  });
});

describe("the gate of the application's writers", () => {
  const key = 'writers/orders.json';
  const north = { key, site: 'north', run: 'run-1', generation: 7 };

  it('names the site whose writers are off, and lets all write again', async () => {
    const objects = makeMemoryObjects();
    const writers = makeObjectApplicationWriters(objects);
    await writers.close(north);
    expect(JSON.parse(objects.stored()[key] ?? '')).toEqual({ offAt: 'north', run: 'run-1', generation: 7 });
    await writers.open(north);
    expect(JSON.parse(objects.stored()[key] ?? '')).toEqual({ offAt: null, run: 'run-1', generation: 7 });
  });

  it('stays closed for the site that it was closed for, when another is opened', async () => {
    const objects = makeMemoryObjects();
    const writers = makeObjectApplicationWriters(objects);
    await writers.close(north);
    await writers.open({ ...north, site: 'south' });
    expect(JSON.parse(objects.stored()[key] ?? '')).toMatchObject({ offAt: 'north' });
  });

  it('is opened where nobody can read it', async () => {
    const objects = makeMemoryObjects({ [key]: 'closed' });
    await makeObjectApplicationWriters(objects).open(north);
    expect(JSON.parse(objects.stored()[key] ?? '')).toMatchObject({ offAt: null });
  });

  it('is left alone where it was never closed, and by a run that a later one has superseded', async () => {
    const objects = makeMemoryObjects();
    await makeObjectApplicationWriters(objects).open(north);
    expect(objects.stored()).toEqual({});
    await makeObjectApplicationWriters(objects).close({ ...north, run: 'run-2', generation: 8 });
    const late = makeObjectApplicationWriters(objects).open(north);
    await expect(late).rejects.toMatchObject({ name: 'GenerationSuperseded' });
  });
});
