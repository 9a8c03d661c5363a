import type { Program } from './run-program.ts';

/**
 * What a copy of a running server leaves out (PostgreSQL manual, 25.3.4, "Backing Up the Data Directory"), its control
 * file apart, which is copied last: of a standby it says up to where the files have to be set right.
 */
const LEFT_OUT = [
  './global/pg_control',
  './postmaster.pid',
  './postmaster.opts',
  './backup_label',
  './standby.signal',
  './recovery.signal',
  './pg_wal/*',
  './pg_replslot/*',
  './pg_dynshmem/*',
  './pg_notify/*',
  './pg_stat_tmp/*',
  './pg_subtrans/*',
];

export interface FileCopy {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** What tar says of files that change or vanish is expected: the status is that of the side that unpacks. */
export function copyDataDirectory({ name, from, to }: FileCopy): Program {
  const exclude = LEFT_OUT.map((pattern) => `--exclude='${pattern}'`).join(' ');
  const unpacked = `mkdir -p "$2" && tar -C "$1" ${exclude} -cf - . 2>/dev/null | tar -C "$2" -xf -`;
  const script = `umask 077; ${unpacked} && cp -p "$1/global/pg_control" "$2/global/pg_control"`;
  return { name, file: '/bin/sh', args: ['-c', script, 'copy', from, to] };
}
