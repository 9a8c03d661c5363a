import type { Program } from '../postgres/run-program.ts';

/** Writes a snapshot's files to its output. */
export function sendSnapshot(from: string): Program {
  return { name: 'send snapshot', file: '/bin/tar', args: ['-C', from, '-cf', '-', '.'] };
}

/**
 * Reads a snapshot's files from its input. tar leaves at the archive's last block, and whoever still has the end to
 * say would say it to nobody, which looks like a way that was cut: so the rest is read too.
 */
export function receiveSnapshot(to: string): Program {
  const script = 'umask 077; mkdir -p "$1" && tar -C "$1" -xf - && cat > /dev/null';
  return { name: 'receive snapshot', file: '/bin/sh', args: ['-c', script, 'receive', to] };
}
