import type { Login } from './connect-to.ts';
import type { WorldFixture } from './world-fixture.ts';

/** The ways to the primary's instance, by who takes them. */
export function waysIn(fixture: WorldFixture) {
  const door = fixture.world.status().frontDoors[0];
  return {
    client: door?.port ?? 0,
    operator: fixture.port('orders-a'),
    inside: door?.direct.port ?? 0,
  };
}

/** What a new connection meets there: `answered`, or how it failed. */
export async function met(fixture: WorldFixture, login: Login): Promise<string> {
  try {
    const client = await fixture.connect(login);
    const answer = await client.query('select 1').then(
      () => 'answered',
      (error: unknown) => String(error),
    );
    await client.end().catch(() => undefined);
    return answer;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Commits a row, and says whether that was acknowledged. */
export function write(client: { query(sql: string): Promise<unknown> }, n: number): Promise<boolean> {
  return client.query(`insert into written values (${n})`).then(
    () => true,
    () => false,
  );
}
