import { randomBytes } from 'node:crypto';

/** The name says what and when, for people; the random end keeps two of one second apart. */
export function newRunName(plan: string, prefix = ''): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  return `${prefix}${plan.slice(0, 40 - prefix.length)}-${time}-${randomBytes(2).toString('hex')}`;
}
