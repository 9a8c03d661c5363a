import { describe, expect, it } from 'vitest';
import { answerFor } from '../../../lib/console/routes.ts';
import { runKeys } from '../../../lib/domain/run/run-keys.ts';
import { ASKING, type ConsoleWorld, DONE, makeConsoleWorld } from '../../fakes/console-world.ts';
import { peopleRequest } from '../../fakes/people-request.ts';

const QUESTION = `/approvals/${ASKING}/RequestApproval-0`;

const get = ({ ports, settings }: ConsoleWorld, path: string) =>
  answerFor(ports, settings, { path, form: null });

function post(
  { ports, settings }: ConsoleWorld,
  sent: Readonly<Record<string, string>> = {},
  path = QUESTION,
) {
  const { plan, generation, targets } = peopleRequest();
  const form = new URLSearchParams({
    token: settings.tokens.of(path),
    planName: plan.name,
    planSha256: plan.sha256,
    generation: String(generation),
    targets: JSON.stringify(targets),
    by: 'Anna',
    answer: 'approve',
    reason: 'the region is gone',
    ...sent,
  });
  return answerFor(ports, settings, { path, form: form.toString() });
}

const answersOf = ({ objects }: ConsoleWorld) =>
  Object.keys(objects.stored()).filter((key) => key.startsWith(runKeys.answers(ASKING, 'RequestApproval-0')));

describe('the console', () => {
  it('lists the runs, the newest first, with what is asked now', async () => {
    const { status, html } = await get(makeConsoleWorld(), '/');
    expect(status).toBe(200);
    expect([...html.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
      `/runs/${ASKING}`,
      QUESTION,
      `/runs/${DONE}`,
    ]);
    expect(html).toContain('waits for people');
    expect(html).toContain('<strong class="met">met</strong>');
  });

  it('shows of a run what is asked, what was told, and in the end its numbers', async () => {
    const world = makeConsoleWorld();
    expect((await get(world, `/runs/${ASKING}`)).html).toContain('2026-03-01 12:59:31  started');
    const { html } = await get(world, `/runs/${DONE}`);
    expect(html).toContain('at most 12.25 s, objective 1 h: met');
    expect(html).toContain('at most 40 ms, objective 1 min: met');
  });

  it('shows beside a question what is seen at that moment', async () => {
    expect((await get(makeConsoleWorld(), QUESTION)).html).toContain(
      'unknown: the watch says nothing any more',
    );
  });

  it('gives an answer as the command line does: the state that waits is told, once', async () => {
    const world = makeConsoleWorld();
    const { status, html } = await post(world);
    expect(status).toBe(200);
    expect(html).toContain(
      'approved, by Anna: the run looks once more, and goes on unless the loss is over.',
    );
    expect(world.workflows.answers).toEqual([
      {
        token: 'token',
        output: {
          outcome: expect.objectContaining({
            answer: 'approved',
            by: [
              { name: 'Anna', at: '2026-03-01T12:02:00.000000Z', reason: 'the region is gone', via: 'page' },
            ],
          }),
          pending: [],
        },
      },
    ]);
    expect(await post(world, { by: 'Ben' })).toMatchObject({
      status: 409,
      html: expect.stringContaining('it is decided already: approved, Anna'),
    });
    expect(world.workflows.answers).toHaveLength(1);
  });

  it('says how many more have to agree', async () => {
    const world = makeConsoleWorld([{ needed: 2 }]);
    expect((await post(world)).html).toContain('One more person has to agree.');
    expect(world.workflows.answers).toEqual([]);
    expect((await post(world, { by: 'Ben' })).html).toContain('approved, by Anna and Ben');
  });

  it.each([
    [{ by: 'Carl' }, 'Carl is not among those who may answer: Anna, Ben'],
    [{ generation: '6' }, 'it was given for generation 6; the run has 7'],
    [{ planSha256: '0'.repeat(64) }, 'it was given for another version of plan orders'],
    [{ targets: '["send traffic"]' }, 'it was given for other changes (send traffic)'],
    [{ answer: 'retry' }, '&quot;retry&quot; cannot be said of this'],
  ])('refuses what does not count, and stores nothing: %o', async (sent, why) => {
    const world = makeConsoleWorld();
    expect(await post(world, sent)).toMatchObject({ status: 409, html: expect.stringContaining(why) });
    expect(answersOf(world)).toEqual([]);
    expect(world.workflows.answers).toEqual([]);
  });

  it('has a page for a question that was asked anew', async () => {
    const world = makeConsoleWorld();
    const id = 'RequestApproval-0-2';
    await world.objects.put(
      runKeys.request(ASKING, id),
      JSON.stringify({ ...peopleRequest(), run: ASKING, id }),
    );
    expect((await get(world, `/approvals/${ASKING}/${id}`)).status).toBe(200);
  });

  it('takes no form that is not its own', async () => {
    const world = makeConsoleWorld();
    const other = world.settings.tokens.of('/approvals/other/RequestApproval-0');
    for (const token of ['', 'x', other]) expect((await post(world, { token })).status).toBe(403);
    expect((await post(world, { by: ' ' })).status).toBe(400);
    expect((await post(world, {}, '/')).status).toBe(404);
    expect(answersOf(world)).toEqual([]);
  });

  it('tells nobody who waits of an answer that comes after the expiry, and says so', async () => {
    const world = makeConsoleWorld();
    await world.clock.advance(14 * 60_000);
    expect(await post(world)).toMatchObject({
      status: 409,
      html: expect.stringContaining('RequestApproval-0 has expired'),
    });
    expect(world.workflows.answers).toEqual([]);
  });

  it.each([
    '/runs/nobody-1',
    '/approvals/nobody-1/RequestApproval-0',
    '/runs/../x',
    '/favicon.ico',
    '/runs/A',
  ])('has no page %s', async (path) => expect((await get(makeConsoleWorld(), path)).status).toBe(404));
});
