import { rm } from 'node:fs/promises';
import { endSandbox, findSandbox } from '../sandbox/supervisor/sandbox-client.ts';
import { defaultPlanFile } from '../deployment/deployment.ts';
import { EXIT } from './exit-code.ts';
import { loadPlan } from './load-plan.ts';
import { startFor } from './open-sandbox.ts';
import { Progress } from './progress.ts';
import { standingSandbox } from './standing-sandbox.ts';
import type { StateDirectory } from './state-directory.ts';
import { stopHeralds } from './stop-heralds.ts';
import type { Terminal } from './terminal.ts';
import { checkTiming, type TimingOptions, timingWords } from './timing.ts';
import { UsageError } from './usage-error.ts';

interface Here {
  readonly terminal: Terminal;
  readonly state: StateDirectory;
}

interface UpOptions extends TimingOptions {
  readonly plan?: string;
}

/** Starts a sandbox that stands until `sandbox down`. */
export async function sandboxUp({ terminal, state }: Here, options: UpOptions = {}): Promise<number> {
  const { plan: planFile, ...timing } = options;
  checkTiming(timing);
  const loaded = await loadPlan(planFile ?? defaultPlanFile());
  if (await findSandbox(state.sandbox)) {
    throw new UsageError(
      `a sandbox stands in ${state.sandbox} already; end it with \`npx muster sandbox down\``,
    );
  }
  const progress = new Progress(terminal);
  const sandbox = await startFor(loaded, state, { ...timing, progress }).finally(() => progress.end());
  await sandbox.letStand();
  terminal.out.write(`sandbox for ${loaded.plan.name} stands at ${sandbox.endpoint}\n`);
  const plan = planFile === undefined ? '' : ` --plan ${planFile}`;
  terminal.out.write(
    `next: \`npx muster drill failover${plan}\`, \`npx muster sandbox status\`, \`npx muster sandbox down\`\n`,
  );
  return EXIT.met;
}

/** Says what stands. Exit code 64 when nothing does. */
export async function sandboxStatus({ terminal, state }: Here, { json }: { json: boolean }): Promise<number> {
  const sandbox = await standingSandbox(state);
  const status = await sandbox.status();
  if (json) {
    // Whoever may read the state directory may have them: they are what other tools need (docs/sandbox.md).
    terminal.out.write(`${JSON.stringify({ ...status, credentials: sandbox.credentials })}\n`);
    return EXIT.met;
  }
  const lines = [
    `endpoint    ${status.endpoint}`,
    `timing      ${timingWords(status.timing)}`,
    ...status.regions.map(({ name, state: word }) => `region      ${name}  ${word}`),
    ...status.instances.map(
      ({ id, region, host, port, role, state: word }) =>
        `instance    ${id}  ${region}  ${role}  ${word}  ${host}:${port}`,
    ),
    ...status.frontDoors.map(
      ({ name, host, port, activeSite }) => `front door  ${name}  ${host}:${port} → ${activeSite}`,
    ),
    ...status.services.map(({ name, url, activeSite }) => `service     ${name}  ${url} → ${activeSite}`),
    ...status.faults.map(({ fault, region, experiment }) => `fault       ${fault}  ${region}  ${experiment}`),
  ];
  terminal.out.write(`${lines.join('\n')}\n`);
  return EXIT.met;
}

/** Takes a sandbox that was failed over back to its start: another drill can run on it. Runs stay. */
export async function sandboxReset({ terminal, state }: Here): Promise<number> {
  const sandbox = await standingSandbox(state);
  await stopHeralds(sandbox, state);
  const { frontDoors } = await sandbox.reset();
  terminal.out.write('the sandbox is as it was after its start, at new addresses\n');
  for (const { name, host, port, activeSite } of frontDoors)
    terminal.out.write(`front door  ${name}  ${host}:${port} → ${activeSite}\n`);
  return EXIT.met;
}

/**
 * Ends the sandbox, also one that is starting, hangs or whose supervisor was killed, and removes all
 * that it kept; runs stay.
 */
export async function sandboxDown({ terminal, state }: Here): Promise<number> {
  const stood = await endSandbox(state.sandbox);
  await rm(state.sandbox, { recursive: true, force: true });
  terminal.out.write(
    stood
      ? 'the sandbox is down\n'
      : `no sandbox stood in ${state.sandbox}; what an earlier one left is removed\n`,
  );
  return EXIT.met;
}
