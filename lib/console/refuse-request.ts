import type { IncomingHttpHeaders } from 'node:http';

export interface Refusal {
  readonly status: number;
  readonly why: string;
}

/**
 * Why a request is not served. A name that was made to lead to this machine is not one of its hosts, so a page from
 * elsewhere can neither read a question nor answer it; a form comes from one of our own pages alone.
 */
export function refuseRequest(
  method: string,
  headers: IncomingHttpHeaders,
  hosts: readonly string[],
): Refusal | null {
  const { host = '', origin, 'content-type': type = '' } = headers;
  if (!hosts.includes(host)) return { status: 421, why: `this is ${hosts.join(' or ')}, and no other host` };
  if (method === 'GET' || method === 'HEAD') return null;
  if (method !== 'POST') return { status: 405, why: 'only GET and POST are served' };
  const site = headers['sec-fetch-site'];
  const fromHere = origin === undefined || hosts.some((own) => hostOf(origin) === own);
  if (!fromHere || (site !== undefined && site !== 'same-origin'))
    return { status: 403, why: 'the form does not come from a page of this console' };
  return type.startsWith('application/x-www-form-urlencoded')
    ? null
    : { status: 415, why: 'a form is expected' };
}

function hostOf(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}
