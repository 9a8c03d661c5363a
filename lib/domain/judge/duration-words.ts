/** Seconds as people read them: "20 ms", "0.573 s", "1 min 30 s", "1 h". */
export function durationWords(seconds: number): string {
  const magnitude = Math.abs(seconds);
  if (magnitude === 0) return '0 s';
  if (magnitude < 0.1) return `${Number((seconds * 1000).toFixed(1))} ms`;
  if (magnitude < 60) return `${Number(seconds.toFixed(3))} s`;
  const whole = Math.round(magnitude);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'min'],
    [whole % 60, 's'],
  ] as const;
  const words = parts.filter(([many]) => many > 0).map(([many, unit]) => `${many} ${unit}`);
  return `${seconds < 0 ? '−' : ''}${words.join(' ')}`;
}
