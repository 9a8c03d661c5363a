const ANSWER_LIMIT_MS = 5_000;
const MOST_BYTES = 65_536;

/** Sends a request for a time stamp over HTTP (RFC 3161, 3.4). @throws Error where no such answer comes in time */
export async function askTimeStampAuthority(url: string, request: Uint8Array): Promise<Uint8Array> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: new Uint8Array(request),
    redirect: 'error',
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  });
  const type = response.headers.get('content-type') ?? 'none';
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!response.ok || !type.startsWith('application/timestamp-reply') || bytes.length > MOST_BYTES)
    throw new Error(`${url}: status ${response.status}, ${type}, ${bytes.length} bytes: no time stamp`);
  return bytes;
}
