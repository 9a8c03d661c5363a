import type { FailoverBrief } from '../domain/brief/failover-brief.ts';
import type { Adopted } from '../domain/run/adopted.ts';
import { briefText } from '../report/brief-text.ts';
import { evidenceName, namedByPlan } from './evidence-name.ts';
import { findSandbox } from '../sandbox/supervisor/sandbox-client.ts';
import { mustBeConfirmable } from './confirm-by-name.ts';
import { EXIT } from './exit-code.ts';
import { type LoadedPlan, loadPlan } from './load-plan.ts';
import { lookOut } from './look-out.ts';
import { type OpenSandbox, openStanding } from './open-sandbox.ts';
import type { PersonInput } from './person.ts';
import { printRealInput } from './print-real-input.ts';
import { Progress } from './progress.ts';
import { type RealArguments, type RealReasons, realReasons } from './real-reasons.ts';
import type { RealRun } from './real-run.ts';
import { newRunName } from './run-name.ts';
import { REAL, startReal } from './start-real.ts';
import type { StateDirectory } from './state-directory.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

export interface FailoverOptions extends RealArguments {
  readonly planFile: string;
  readonly real: boolean;
  /** Show, ask nothing, start nothing. */
  readonly look: boolean;
  /** Every call by itself. */
  readonly calls: boolean;
  readonly printInput: boolean;
  /** The plan's name, where no person types it. */
  readonly confirm?: string;
  /** What people have done by hand: the run only proves it, and goes on with the rest. */
  readonly adopted?: readonly Adopted[];
  readonly out?: string;
  readonly json: boolean;
  readonly terminal: Terminal;
  readonly state: StateDirectory;
  readonly input: PersonInput;
}

/** `muster failover`: what a failover at this moment would be, and then the real one. Answers the exit code. */
export async function failover(options: FailoverOptions): Promise<number> {
  mustBeReal(options);
  const { planFile, look, printInput, confirm, state, input } = options;
  const given = realReasons(options, process.env);
  mustHaveAPerson(confirm, given);
  const loaded = await loadPlan(planFile);
  const called = (name: string) => evidenceName(namedByPlan(loaded.plan), name, state);
  const reasons = { ...given, initiator: called(given.initiator) };
  const adopted = (options.adopted ?? []).map((step) => ({ ...step, by: called(step.by) }));
  if (!look && !printInput) mustBeConfirmable({ what: REAL, plan: loaded.plan, confirm, input });
  const sandbox = await standing(state, loaded);
  const real = { run: newRunName(loaded.plan.name), loaded, sandbox, state };
  return showAndStart(real, reasons, { ...options, adopted });
}

/** The screen is the result where nothing is started; else it belongs to the making of the result. */
async function showAndStart(real: RealRun, reasons: RealReasons, options: FailoverOptions): Promise<number> {
  const { terminal, look, json, calls, printInput } = options;
  const progress = new Progress(terminal);
  progress.phase('looking at both regions; what has not answered after some seconds is shown as unknown');
  const seen = () => lookOut({ ...real, reasons });
  const brief = await seen().finally(() => progress.end());
  if (printInput) return printRealInput(real, { reasons, brief }, terminal);
  const screen = (one: FailoverBrief) => briefText(one, { colour: terminal.colour, calls });
  if (look) {
    terminal.out.write(json ? `${JSON.stringify(brief, null, 2)}\n` : screen(brief));
    return EXIT.met;
  }
  const show = (one: FailoverBrief) => void terminal.err.write(screen(one));
  show(brief);
  return startReal(real, { brief, reasons, look: seen, show }, options);
}

function mustBeReal({ real, planFile }: FailoverOptions): void {
  if (real) return;
  const words = `npx muster failover --plan ${planFile} --real`;
  throw new UsageError(
    `a drill is \`npx muster drill failover --plan ${planFile}\`; a failover that is none is \`${words}\`, and looked at with \`${words} --look\``,
  );
}

/** Behind the glass nobody is asked: then at least one person has to be there, who types the name. */
function mustHaveAPerson(confirm: string | undefined, { breakGlass }: RealReasons): void {
  if (confirm === undefined || breakGlass === null) return;
  throw new UsageError(
    "--break-glass asks nobody, and --confirm is for a machine: type the plan's name at a terminal, or leave --break-glass out",
  );
}

/** A real failover moves what stands: it starts no sandbox of its own. */
async function standing(state: StateDirectory, loaded: LoadedPlan): Promise<OpenSandbox> {
  const sandbox = await findSandbox(state.sandbox);
  if (sandbox) return openStanding(sandbox, { loaded, state });
  throw new UsageError(
    `nothing stands in ${state.sandbox} that could fail over: a real failover starts no sandbox of its own; \`npx muster sandbox up --plan ${loaded.file}\` does`,
  );
}
