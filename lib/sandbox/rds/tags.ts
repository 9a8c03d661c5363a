import { queryStructures } from '../wire/query-parameters.ts';
import { invalidValue } from './rds-errors.ts';

const MOST_TAGS = 50;

/** `Tags.Tag.N`, or as older clients write it `Tags.member.N`. */
export function tagsOf(parameters: URLSearchParams): Record<string, string> {
  const members = [...queryStructures(parameters, 'Tags.Tag'), ...queryStructures(parameters, 'Tags.member')];
  const tags = members.map((one): [string, string] => [one.get('Key') ?? '', one.get('Value') ?? '']);
  return checkTags(Object.fromEntries(tags));
}

export function checkTags(tags: Record<string, string>): Record<string, string> {
  const keys = Object.keys(tags);
  if (keys.length > MOST_TAGS) throw invalidValue(`A resource can have at most ${MOST_TAGS} tags.`);
  if (keys.some((key) => key === '' || key.length > 128))
    throw invalidValue('Tag keys must have between 1 and 128 characters.');
  if (keys.some((key) => key.startsWith('aws:')))
    throw invalidValue('Tag keys beginning with aws: are reserved for system use.');
  return tags;
}
