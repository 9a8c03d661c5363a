import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { clientEnvironment } from './aws-command.ts';
import { clientTools } from './client-tools.ts';

const tools = clientTools();
const SCRIPT = fileURLToPath(new URL('./boto3-script.py', import.meta.url));

describe.skipIf(!tools)('boto3', () => {
  test('a script that knows nothing of a sandbox does its work there', async () => {
    const { stdout } = await promisify(execFile)(tools?.python ?? '', [SCRIPT], { env: clientEnvironment() });
    expect(JSON.parse(stdout)).toEqual({
      body: 'from Python',
      checksum: true,
      keys: ['boto3/one', 'boto3/two'],
      large: 12_582_912,
      missing: 'NoSuchKey',
      instances: ['orders-a'],
      secret: '{}',
      function: 200,
      execution: 'SUCCEEDED',
    });
  });
});
