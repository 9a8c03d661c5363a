import { InvalidArgumentError } from 'commander';

/** Of a --port option; 0 is any free port. */
export function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new InvalidArgumentError('expected a port number, 0 to 65535.');
}
