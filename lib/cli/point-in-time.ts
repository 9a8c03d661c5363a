import { DateTime, Duration } from 'luxon';
import { formatInstant } from '../domain/instant.ts';
import type { RestoreSource } from '../domain/run/restore-input.ts';

type Target = Extract<RestoreSource, { kind: 'point-in-time' }>['target'];

const SHORT = /^(\d+(?:\.\d+)?)(s|m|h|d)$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** A moment as an option has it: ISO 8601 with its zone, or how long ago (5m, PT5M). Null when it is none. */
export function pointInTime(text: string): Target | null {
  const short = SHORT.exec(text);
  if (short) return { beforeSeconds: Number(short[1]) * (SECONDS[short[2] ?? 's'] ?? 1) };
  const ago = Duration.fromISO(text);
  if (ago.isValid) return { beforeSeconds: ago.as('seconds') };
  // Without its zone it would be another moment on each machine.
  const at = /(Z|[+-]\d{2}:?\d{2})$/.test(text) ? DateTime.fromISO(text) : null;
  return at?.isValid ? { at: formatInstant(at.toMillis() * 1000) } : null;
}
