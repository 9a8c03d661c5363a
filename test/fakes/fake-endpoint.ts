import type { EndpointAnswer, EndpointProbe } from '../../lib/ports/endpoint-probe.ts';
import { type Journal, noted } from './journal.ts';

/** A database's address that always gives the same answer, at once. */
export function makeFakeEndpoint(
  journal: Journal = [],
  answer: EndpointAnswer = { answered: true, seen: 'a server answered' },
): EndpointProbe {
  return {
    ask: async ({ host, port }, limitMs) => {
      await noted(journal, `endpoint.ask ${host}:${port} within ${limitMs} ms`);
      return answer;
    },
  };
}
