import { expect, test } from 'vitest';
import { EVIDENCE_FILES } from '../../../lib/domain/evidence/evidence-files.ts';
import { parseBundle } from '../../../lib/domain/evidence/bundle.ts';
import { Conflict } from '../../../lib/domain/failure.ts';
import { contentsOf, signTexts, textOf, tinyRun } from '../../fakes/signed-run.ts';

test('signing a run leaves the closed list of files, and its end in the log', async () => {
  const { contents, world, predicate } = await signTexts(tinyRun());
  const added = [...contents.keys()].filter((name) => name.startsWith('evidence/'));
  expect(added.toSorted()).toEqual(Object.values(EVIDENCE_FILES).toSorted());
  const end = (await world.reader.entries()).at(-1);
  expect(end?.leaf).toMatchObject({
    type: 'end',
    start: 1,
    status: 'completed',
    scope: 'rehearsal',
    overall: 'inconclusive',
    verdicts: predicate.verdicts,
    at: predicate.clocks.sealedAt,
  });
  expect(textOf(contents, EVIDENCE_FILES.checkpoint)).toBe(end?.note);
});

test('signing it again says the same and adds nothing to the log', async () => {
  const { contents, world, signRun, start } = await signTexts(tinyRun());
  const before = await world.reader.entries();
  const again = contentsOf(
    await signRun({ contents: contentsOf(tinyRun()), start, status: 'completed', authority: null }),
  );
  expect(await world.reader.entries()).toEqual(before);
  for (const file of [EVIDENCE_FILES.proof, EVIDENCE_FILES.checkpoint, EVIDENCE_FILES.page])
    expect(textOf(again, file)).toBe(textOf(contents, file));
  const payload = (files: typeof again) => parseBundle(textOf(files, EVIDENCE_FILES.drill))?.payload;
  expect(payload(again)).toEqual(payload(new Map(contents)));
});

test('a run that has ended with other files is not signed a second time', async () => {
  const { signRun, start } = await signTexts(tinyRun());
  const other = { ...tinyRun(), 'more.txt': 'x' };
  const refused = signRun({ contents: contentsOf(other), start, status: 'completed', authority: null });
  await expect(refused).rejects.toThrow(Conflict);
  await expect(refused).rejects.toThrow(
    /^end of run \. in the log: saw another statement, signed before; expected/,
  );
});
