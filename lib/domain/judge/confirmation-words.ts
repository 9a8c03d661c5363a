import type { Confirmation } from '../run/confirmation.ts';

const HOW: Readonly<Record<Confirmation['how'], string>> = {
  typed: 'typed at a terminal',
  unattended: 'given by a machine (--confirm)',
  console: "put into the state machine's input",
};

/** Who has confirmed a run that is no drill, when, and with what: "Carl at 2026-03-01T11:59:50.000000Z: orders, typed at a terminal". */
export function confirmationWords({ initiator, confirmed, how, confirmedAt }: Confirmation): string {
  const when = confirmedAt === null ? 'by starting the execution' : `at ${confirmedAt}`;
  return `${initiator} ${when}: ${confirmed}, ${HOW[how]}`;
}
