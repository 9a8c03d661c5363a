/** UTC now, with microseconds, in ISO 8601: how the sandbox writes instants down. */
export function instantText(): string {
  const micros = epochMicros();
  const seconds = new Date(Math.floor(micros / 1e6) * 1000).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1e6).padStart(6, '0')}Z`;
}

/**
 * Date.now() has milliseconds only. The monotonic clock counts finer from the start of the process, and is used as
 * long as nobody has set the system's clock since.
 */
function epochMicros(): number {
  const fine = performance.timeOrigin + performance.now();
  const coarse = Date.now();
  return Math.floor((Math.abs(fine - coarse) < 5 ? fine : coarse) * 1000);
}
