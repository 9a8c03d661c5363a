import { EXIT } from './exit-code.ts';
import { pseudonymIn } from './evidence-name.ts';
import { loadPlan } from './load-plan.ts';
import { makePeopleKey, peopleKeyFile } from './people-key.ts';
import { whoSays } from './person.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';

type Out = Pick<Terminal, 'out'>;

/** `muster people new-key`: the key that pseudonyms are made with. @throws UsageError where there is one */
export function newPeopleKey(state: Pick<StateDirectory, 'root'>, { out }: Out): number {
  const file = peopleKeyFile(state, process.env);
  makePeopleKey(file);
  out.write(
    `${file}\n` +
      'Whoever has it can tell who a pseudonym is: keep it where no evidence is, and give it to those\n' +
      'who start and approve runs (MUSTER_PEOPLE_KEY=FILE). With another key everybody is somebody else.\n',
  );
  return EXIT.met;
}

/** `muster people pseudonym NAME`: what a person is called in a plan and in its evidence. @throws UsageError without a key */
export async function showPseudonym(
  { planFile, name, state }: { planFile: string; name: string; state: Pick<StateDirectory, 'root'> },
  { out }: Out,
): Promise<number> {
  const { plan } = await loadPlan(planFile);
  out.write(`${pseudonymIn(plan.name, whoSays(name, process.env), state)}\n`);
  return EXIT.met;
}
