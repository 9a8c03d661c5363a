import { expect, test } from 'vitest';
import { startFixture } from '../faults/world-fixture.ts';
import { until } from '../faults/until.ts';

test('a service of the sandbox writes the journal of its store, one row after another', async () => {
  const fixture = await startFixture({ services: true, journal: true });
  try {
    const app = await fixture.connect({ port: fixture.port('orders-a'), user: 'app' });
    const written = async () => {
      const { rows } = await app.query<{ many: number }>('select count(at)::int as many from journal');
      return rows[0]?.many ?? 0;
    };
    await until('ten rows are there', async () => (await written()) >= 10);
    expect(await written()).toBeGreaterThanOrEqual(10);
    await app.end();
  } finally {
    await fixture.close();
  }
});
