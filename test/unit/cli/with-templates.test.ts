import { expect, test } from 'vitest';
import { withTemplates } from '../../../lib/cli/with-templates.ts';
import { fakeTemplates } from '../../fakes/fake-templates.ts';
import { NOON } from '../../fakes/manual-clock.ts';
import { runInput } from '../../fakes/run-input.ts';

const DRILL = runInput({
  run: 'run-1',
  disruption: { adapter: 'fis', fault: 'freeze', conditions: ['slow-api=1s'] },
});
const now = () => NOON;
const BOTH = ['run-1/freeze', 'run-1/slow-api=1s'];

test('a drill has templates for its faults while it runs, and none after it', async () => {
  const { templates, ids } = fakeTemplates();
  const warned: string[] = [];
  const during = await withTemplates(
    { templates, now, warn: (words) => warned.push(words) },
    DRILL,
    async () => ids(),
  );
  expect({ during, after: ids(), warned }).toEqual({ during: BOTH, after: [], warned: [] });
});

test('a template that cannot be removed does not hide why the drill failed, nor keep the others', async () => {
  const { templates, ids } = fakeTemplates({ stuck: 'run-1/freeze' });
  const warned: string[] = [];
  const failing = withTemplates({ templates, now, warn: (words) => warned.push(words) }, DRILL, () =>
    Promise.reject(new Error('the drill was interrupted')),
  );
  await expect(failing).rejects.toThrow('the drill was interrupted');
  expect(ids()).toEqual(['run-1/freeze']);
  expect(warned).toEqual([
    expect.stringMatching(
      /^the template run-1\/freeze for freeze in \S+ is left \(FIS does not answer\); `npx muster clean` removes it$/,
    ),
  ]);
});

test('a template that cannot be removed costs no drill its verdict', async () => {
  const { templates } = fakeTemplates({ stuck: 'run-1/freeze' });
  const verdict = withTemplates({ templates, now, warn: () => undefined }, DRILL, async () => 'met');
  await expect(verdict).resolves.toBe('met');
});

test('a drill whose templates were not made in time is not begun, and leaves none', async () => {
  const { templates, ids } = fakeTemplates();
  let at = NOON;
  const slowly = { ...templates, has: async () => ((at += 16_000_000), false) };
  let begun = false;
  const drill = withTemplates(
    { templates: slowly, now: () => at, warn: () => undefined },
    DRILL,
    async () => {
      begun = true;
    },
  );
  await expect(drill).rejects.toThrow('the templates took more than 30 s to make: no drill was begun');
  expect({ begun, left: ids() }).toEqual({ begun: false, left: [] });
});
