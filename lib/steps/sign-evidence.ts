import { utf8 } from '../domain/bytes.ts';
import { isUnsigned } from '../domain/evidence/evidence-files.ts';
import type { RunContents } from '../domain/evidence/run-contents.ts';
import type { EndLeaf } from '../domain/log/log-leaf.ts';
import { startLeaf } from '../domain/log/start-leaf.ts';
import { RunInput } from '../domain/run/run-input.ts';
import { runKeys } from '../domain/run/run-keys.ts';
import { makeSignRun, type SignRunPorts } from '../evidence/sign-run.ts';
import type { Objects } from '../ports/objects.ts';
import { StepEvent } from './step/step-event.ts';

export interface SignEvidencePorts extends SignRunPorts {
  readonly objects: Objects;
}

/**
 * Signs every file of the run and tells the log how it ended. After it no file of the run changes. A real event that the
 * log could not be told of in time is told of now, as late.
 * @throws Conflict, LogBroken, SignatureRefused
 */
export function makeSignEvidence(ports: SignEvidencePorts) {
  const signRun = makeSignRun(ports);
  return async (input: unknown): Promise<void> => {
    const event = StepEvent.parse(input);
    if (event.dryRun) return;
    const run = RunInput.parse(event.run);
    const contents = await filesOf(ports.objects, run.run);
    const { executionArn } = event;
    const late = startLeaf(run, { executionArn, at: ports.clock.now(), late: true });
    const start = await ports.append(late);
    const files = await signRun({ contents, start, status: statusOf(event) });
    await Promise.all(
      Object.entries(files).map(([name, text]) => ports.objects.put(runKeys.file(run.run, name), text)),
    );
  };
}

async function filesOf(objects: Objects, run: string): Promise<RunContents> {
  const prefix = runKeys.files(run);
  const names = (await objects.list(prefix)).map((key) => key.slice(prefix.length));
  const signed = names.filter((name) => !isUnsigned(name));
  const stored = await Promise.all(signed.map((name) => objects.get(runKeys.file(run, name))));
  return new Map(signed.flatMap((name, index) => (stored[index] ? [[name, utf8(stored[index].text)]] : [])));
}

function statusOf({ failure }: StepEvent): EndLeaf['status'] {
  if (failure === null) return 'completed';
  return failure.error === 'RunAborted' ? 'aborted' : 'failed';
}
