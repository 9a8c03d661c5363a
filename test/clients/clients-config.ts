import { join } from 'node:path';
import { EVIDENCE_KEY } from '../../lib/domain/evidence/evidence-key.ts';
import { defaultKmsKeys } from '../../lib/sandbox/kms/kms-keys.ts';
import { SandboxConfig } from '../../lib/sandbox/sandbox-config.ts';
import { ACCOUNT, RECOVERY, smallConfig } from '../sandbox/supervisor/small-sandbox.ts';

export { ACCOUNT, PRIMARY, RECOVERY } from '../sandbox/supervisor/small-sandbox.ts';

/** A small sandbox that has something for every service's operations to be asked about. */
export function clientsConfig(stateDir: string): SandboxConfig {
  const small = smallConfig(stateDir);
  return SandboxConfig.parse({
    ...small,
    walArchiveMs: 1_000,
    kmsKeys: [
      ...defaultKmsKeys(small.regions),
      { region: RECOVERY, aliases: [EVIDENCE_KEY], keyFile: join(stateDir, 'keys', 'evidence.pem') },
    ],
    stateMachines: [
      ...small.stateMachines,
      { name: 'wait', region: RECOVERY, definition: JSON.stringify(waitingWorkflow()) },
      { name: 'each', region: RECOVERY, definition: JSON.stringify(mappingWorkflow()) },
    ],
    experimentTemplates: [{ id: 'EXTslow', region: RECOVERY, fault: 'replication-delay=1ms' }],
  });
}

/** A Map Run whose children wait longer than any test. */
function mappingWorkflow(): object {
  const ItemProcessor = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'Stay',
    States: { Stay: { Type: 'Wait', Seconds: 600, End: true } },
  };
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Each',
    States: { Each: { Type: 'Map', Items: '{% [1, 2] %}', ItemProcessor, End: true } },
  };
}

/** Waits for a token, which stands in what its history says was given to the function. */
function waitingWorkflow(): object {
  const FunctionName = `arn:aws:lambda:${RECOVERY}:${ACCOUNT}:function:probe`;
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Await',
    States: {
      Await: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Arguments: { FunctionName, Payload: { token: '{% $states.context.Task.Token %}' } },
        TimeoutSeconds: 60,
        End: true,
      },
    },
  };
}
