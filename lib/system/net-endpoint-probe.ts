import { connect } from 'node:net';
import type { EndpointAnswer, EndpointProbe } from '../ports/endpoint-probe.ts';

/** Length 8, code 80877103: postgresql.org/docs/17/protocol-message-formats.html, SSLRequest. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Asks a PostgreSQL server whether it speaks TLS, and hangs up: any byte is an answer. An open port alone is none,
 * since the kernel accepts connections for a server that is stopped.
 */
export function makeNetEndpointProbe(): EndpointProbe {
  return {
    ask: ({ host, port }, limitMs) => {
      const { promise, resolve } = Promise.withResolvers<EndpointAnswer>();
      const socket = connect({ host, port }, () => socket.write(SSL_REQUEST));
      const end = (answer: EndpointAnswer) => {
        clearTimeout(timer);
        socket.destroy();
        resolve(answer);
      };
      const timer = setTimeout(
        () => end({ answered: false, seen: `no answer within ${Math.round(limitMs)} ms` }),
        limitMs,
      );
      socket.once('data', () => end({ answered: true, seen: 'a server answered' }));
      socket.once('error', ({ message }) => end({ answered: false, seen: message }));
      socket.once('close', () =>
        end({ answered: false, seen: 'the connection was closed without an answer' }),
      );
      return promise;
    },
  };
}
