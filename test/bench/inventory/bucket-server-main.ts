import { createServer, type ServerResponse } from 'node:http';
import { etagOf, KEYS, pageXml, type SyntheticSide, versionOf } from './synthetic-bucket.ts';

/** Two buckets of a million keys that exist only while they are listed, in a process of their own. */
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, bucket, ...rest] = url.pathname.split('/');
  const side: SyntheticSide = bucket === 'replica' ? 'replica' : 'primary';
  if (request.method === 'HEAD') head(side, rest.join('/'), response);
  else list(side, url, response);
});

function list(side: SyntheticSide, url: URL, response: ServerResponse): void {
  const marker = url.searchParams.get('key-marker');
  response.setHeader('content-type', 'application/xml');
  response.end(pageXml(side, marker === null ? 0 : indexOf(marker) + 1));
}

function head(side: SyntheticSide, key: string, response: ServerResponse): void {
  const index = indexOf(key);
  const etag = index < KEYS ? etagOf(side, index) : null;
  if (etag === null) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    etag: `"${etag}"`,
    'content-length': '2048',
    'last-modified': 'Sun, 01 Mar 2026 10:00:00 GMT',
    'x-amz-version-id': versionOf(index),
    'x-amz-replication-status': side === 'primary' ? 'COMPLETED' : 'REPLICA',
  });
  response.end();
}

function indexOf(key: string): number {
  return Number(/(\d+)\.json$/.exec(key)?.[1] ?? KEYS);
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : null });
});
process.on('disconnect', () => process.exit());
