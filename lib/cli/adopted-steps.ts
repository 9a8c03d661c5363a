import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import * as z from 'zod';
import { ADOPTABLE, AdoptableState, type Adopted } from '../domain/run/adopted.ts';
import { formatInstant, type Instant, parseInstant } from '../domain/instant.ts';
import { visibleText } from '../domain/visible-text.ts';
import { timeOf } from './time-option.ts';
import { UsageError } from './usage-error.ts';

export interface AdoptedArguments {
  readonly step?: readonly string[];
  readonly from?: string;
}

interface Telling {
  /** Who adopts, and so has done what nobody else is named for. */
  readonly by: string;
  readonly reason: string;
  readonly now: Instant;
}

const StepsFile = z
  .array(
    z.strictObject({
      state: AdoptableState,
      at: z.string().optional(),
      by: z.string().min(1).optional(),
      note: z.string().optional(),
    }),
  )
  .min(1);

type Told = z.infer<typeof StepsFile>[number];

/** What was done by hand, in the order of the workflow. @throws UsageError for what cannot have been, or says nothing */
export async function adoptedSteps(
  { step = [], from }: AdoptedArguments,
  telling: Telling,
): Promise<readonly Adopted[]> {
  const told = [...step.map((state): Told => ({ state: adoptable(state) })), ...(await ofFile(from))];
  if (told.length === 0)
    throw new UsageError(
      `nothing is adopted: name what was done by hand, --step STATE (${ADOPTABLE.join(', ')}) or --from FILE`,
    );
  const adopted = told.map((one) => asAdopted(one, telling));
  const twice = adopted.find(({ state }, index) => adopted.findIndex((one) => one.state === state) < index);
  if (twice) throw new UsageError(`${twice.state} is named twice`);
  return adopted.toSorted((a, b) => orderOf(a) - orderOf(b));
}

function orderOf({ state }: Adopted): number {
  return ADOPTABLE.findIndex((one) => one === state);
}

function adoptable(state: string): Told['state'] {
  const known = AdoptableState.safeParse(state);
  if (known.success) return known.data;
  throw new UsageError(
    `--step ${visibleText(state)}: a person can have done ${ADOPTABLE.join(', ')}; the run looks at the rest itself`,
  );
}

async function ofFile(file: string | undefined): Promise<readonly Told[]> {
  if (file === undefined) return [];
  try {
    return StepsFile.parse(parse(await readFile(file, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new UsageError(
      `--from ${visibleText(file)}: expected a list such as [{ state: PromoteReplica, at: 2027-02-01T03:20:00Z, by: Ada }]: ${why}`,
    );
  }
}

function asAdopted({ state, at, by, note }: Told, telling: Telling): Adopted {
  return {
    state,
    at: at === undefined ? null : pastTime(at, telling.now),
    by: by ?? telling.by,
    note: note ?? telling.reason,
  };
}

function pastTime(text: string, now: Instant): string {
  const at = timeOf('at', text, 'utc').toUTC().toISO({ precision: 'millisecond' }) ?? '';
  const instant = parseInstant(at.replace('Z', '000Z'));
  if (instant > now) throw new UsageError(`at ${text}: that is still to come`);
  return formatInstant(instant);
}
