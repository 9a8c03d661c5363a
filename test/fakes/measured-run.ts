import { measureRun, type RunMeasurement } from '../../lib/domain/judge/measure-run.ts';
import { readRun } from '../../lib/domain/judge/run-facts.ts';
import type { DatabaseMeasurement } from '../../lib/domain/measurement/database-measurement.ts';
import { buildRunFixture, type RunFixtureOptions } from './run-fixture.ts';

/** The numbers of a run that went well, for a test that changes one of them. */
export function measuredRun(options: RunFixtureOptions = {}) {
  const { texts, input } = buildRunFixture(options);
  const facts = readRun({ directory: '.', texts });
  const run = measureRun(input, facts);
  const [database] = run.databases;
  const [service] = run.services;
  if (!database || !service) throw new Error('the fixture has no database, or no service');
  /** The same run, with other numbers of its database. */
  const withDatabase = (change: Partial<DatabaseMeasurement>): RunMeasurement => ({
    ...run,
    databases: [{ ...database, ...change }],
  });
  /** The same facts, where a state saw something else. */
  const seeing = (state: string, change: object) => {
    const record = texts['record.ndjson'].split('\n').map((line) => {
      if (!line.includes(`"kind":"outcome","state":"${state}"`)) return line;
      const entry = JSON.parse(line);
      return JSON.stringify({ ...entry, data: { ...entry.data, ...change } });
    });
    return readRun({ directory: '.', texts: { ...texts, 'record.ndjson': record.join('\n') } });
  };
  return { input, facts, run, database, service, withDatabase, seeing };
}
