import { expect, test } from 'vitest';
import { checkLoggedOnce } from '../../../../lib/domain/verify/check-logged-once.ts';
import { leavesOf, logText } from '../../../../lib/domain/log/log-text.ts';
import { verifyRun } from '../../../../lib/domain/verify/verify-run.ts';
import { startLeaf } from '../../../fakes/log-leaves.ts';
import { goldenRun, makeVerifier, signTexts, withJudgement } from '../../../fakes/signed-run.ts';

async function signedRun() {
  const signed = await signTexts(withJudgement(goldenRun('v1-drill')));
  const log = async () => leavesOf(logText(await signed.world.reader.entries()));
  return { ...signed, log };
}

test('a run that the log speaks of once is as it has to be, whatever else the log has', async () => {
  const { predicate, log } = await signedRun();
  expect(checkLoggedOnce(await log(), predicate.run)).toEqual([]);
  expect(checkLoggedOnce(await log(), 'nobody')).toEqual([]);
});

test.each(['start', 'end'])(
  'a second %s of it, which somebody wrote there by hand, is a finding',
  async (type) => {
    const { contents, world, predicate, log } = await signedRun();
    const leaves = await log();
    const own = leaves.find(
      (text) => text.includes(`"type":"${type}"`) && text.includes(`"${predicate.run}"`),
    );
    const doubled = [...leaves, String(own)];
    expect(checkLoggedOnce(doubled, predicate.run)).toMatchObject([
      {
        kind: 'log-says-more',
        says: expect.stringMatching(
          new RegExp(`^the log has 2 leaves "${type}" of it: \\d+, ${leaves.length}$`),
        ),
      },
    ]);
    const { findings, stoodFor } = verifyRun(makeVerifier([world], { log: doubled }), contents);
    expect(findings.map(({ kind }) => kind)).toEqual(['log-says-more']);
    expect(stoodFor).toEqual({ corroborated: false, witnessed: false, kept: false, dated: false });
  },
);

test('a leaf that nobody can read may be anything', async () => {
  const { world, predicate, log } = await signedRun();
  await world.append(startLeaf('later'));
  const leaves = [...(await log()), '{"type":"end"}'];
  expect(checkLoggedOnce(leaves, predicate.run)).toMatchObject([
    { kind: 'log-says-more', says: `leaves of the log cannot be read: ${leaves.length - 1}` },
  ]);
});
