import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { connect } from 'node:net';
import type { HealthCheck } from '../domain/run/run-parts.ts';
import type { HealthAnswer, ServiceProbe } from '../ports/service-probe.ts';

/** Health checks over HTTP(S) and TCP, each on a connection of its own, as a new client would come. */
export function makeNetServiceProbe(): ServiceProbe {
  return {
    check: async (healthCheck) => {
      const signal = AbortSignal.timeout(healthCheck.timeoutSeconds * 1000);
      try {
        return healthCheck.kind === 'http'
          ? await checkHttp(healthCheck.url, signal)
          : await checkTcp(healthCheck, signal);
      } catch (error) {
        const late = signal.aborted ? `no answer within ${healthCheck.timeoutSeconds} s` : null;
        return { healthy: false, detail: late ?? (error instanceof Error ? error.message : String(error)) };
      }
    },
  };
}

function checkHttp(url: string, signal: AbortSignal): Promise<HealthAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HealthAnswer>();
  const send = url.startsWith('https:') ? secureRequest : request;
  const sent = send(url, { agent: false, signal }, (response) => {
    const status = response.statusCode ?? 0;
    response.resume();
    response.on('end', () => resolve({ healthy: status >= 200 && status < 300, detail: `HTTP ${status}` }));
    response.on('error', reject);
  });
  sent.on('error', reject);
  sent.end();
  return promise;
}

function checkTcp(
  { host, port }: Extract<HealthCheck, { kind: 'tcp' }>,
  signal: AbortSignal,
): Promise<HealthAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HealthAnswer>();
  const socket = connect({ host, port, signal });
  socket.on('connect', () => {
    socket.destroy();
    resolve({ healthy: true, detail: 'connected' });
  });
  socket.on('error', reject);
  return promise;
}
