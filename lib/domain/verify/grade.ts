/** How far evidence goes beyond the word of whoever made it. */
export type Grade = 'self-asserted' | 'corroborated' | 'witnessed' | 'corroborated and witnessed';

/** What of a run others than its operator stand for. Of evidence that does not verify neither is true. */
export interface StoodFor {
  /** Each call to a control plane that its record has is in one that Muster does not write; objects and SQL are in none. */
  readonly corroborated: boolean;
  /** The log with the run's end was signed by a witness that whoever verifies trusts. */
  readonly witnessed: boolean;
  /** Its bucket keeps each of its files until a day, as it says itself. It raises no grade. */
  readonly kept: boolean;
  /** A time-stamp authority that whoever verifies trusts has seen its signature. It raises no grade: it says when, not what. */
  readonly dated: boolean;
}

export function gradeOf({ corroborated, witnessed }: Pick<StoodFor, 'corroborated' | 'witnessed'>): Grade {
  if (corroborated && witnessed) return 'corroborated and witnessed';
  if (corroborated) return 'corroborated';
  return witnessed ? 'witnessed' : 'self-asserted';
}

interface Forgery {
  readonly does: string;
  /** It is possible where all of these are so; else it is not, or another one says what is left of it. */
  readonly if: Partial<StoodFor>;
}

const FORGERIES: readonly Forgery[] = [
  {
    does: 'make up a whole run: they hold the key, the log, the samples and the judge, so an invented ledger would verify',
    if: { corroborated: false },
  },
  {
    does: 'make up what no record of the calls shows, such as the samples of the heartbeat, and the records too, unless you have the same ones from somewhere else than from them',
    if: { corroborated: true },
  },
  { does: 'date it as they like, since every clock is theirs', if: { witnessed: false, dated: false } },
  {
    does: 'date it back, as far as they like, from the moment that the authority has stamped it; a run that was invented before that is not excluded',
    if: { witnessed: false, dated: true },
  },
  {
    does: 'date it back, as far as they like, from the moment that the witness has seen it; a run that was invented before that is not excluded',
    if: { witnessed: true },
  },
  {
    does: 'keep a second log, and show each auditor their own, as long as no two of them compare checkpoints',
    if: { witnessed: false },
  },
  { does: 'begin a log anew, before anybody has kept a checkpoint of it', if: { witnessed: false } },
  {
    does: 'keep a second log or begin one anew, where the witness is in league with them, or where they run it themselves',
    if: { witnessed: true },
  },
  { does: 'delete it from its bucket, where no Object Lock keeps it', if: { kept: false } },
  {
    does: 'delete it from its bucket, where what it says of Object Lock is made up: the bucket shows that, and no file',
    if: { kept: true },
  },
  { does: 'run a drill outside Muster, and log only the ones that went well', if: {} },
  { does: 'sign with a key that was stolen, until its loss is logged', if: {} },
];

/** What a dishonest operator can still do to evidence that others stand for so far, as ends of "they can still …". */
export function stillForged({ corroborated, witnessed, kept, dated }: StoodFor): readonly string[] {
  return FORGERIES.filter(
    ({ if: only }) =>
      (only.corroborated ?? corroborated) === corroborated &&
      (only.witnessed ?? witnessed) === witnessed &&
      (only.dated ?? dated) === dated &&
      (only.kept ?? kept) === kept,
  ).map(({ does }) => does);
}
