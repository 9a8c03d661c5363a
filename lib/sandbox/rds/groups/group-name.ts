import { invalidValue } from '../rds-errors.ts';

/** Rules of a group's name; `default` is taken. @throws AwsError InvalidParameterValue */
export function groupNameOf(text: string, parameter: string): string {
  if (
    /^[a-zA-Z](?!.*--)[a-zA-Z0-9 ._-]{0,254}$/.test(text) &&
    text.toLowerCase() !== 'default' &&
    !text.endsWith('-')
  )
    return text.toLowerCase();
  throw invalidValue(`The parameter ${parameter} is not a valid identifier: ${text}`);
}
