import { createServer } from 'node:http';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { accessSite } from '../../../lib/aws/site-access.ts';

test('a command asks again when a machine that stood still has dropped its connection', async () => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    if (asked === 1) request.socket.destroy();
    else response.end('the plan');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
  const site = accessSite(
    { endpoint: `http://127.0.0.1:${address.port}`, credentials },
    { region: 'eu-west-1', bucket: 'bucket' },
  );
  try {
    expect((await site.objects.get('runs/one/plan.yaml'))?.text).toBe('the plan');
    expect(asked).toBe(2);
  } finally {
    site.close();
    server.close();
  }
});
