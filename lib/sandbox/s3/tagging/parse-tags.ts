import { AwsError } from '../../wire/aws-error.ts';
import { invalidArgument } from '../s3-errors.ts';
import type { Tag } from './tag.ts';

const MOST_TAGS = 10;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

/** Tags as `x-amz-tagging` gives them: `a=1&b=2`, percent-encoded. */
export function tagsOfHeader(header: string | undefined): readonly Tag[] {
  if (header === undefined || header === '') return [];
  const parameters = [...new URLSearchParams(header)];
  if (parameters.some(([key]) => key === ''))
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      {
        name: 'x-amz-tagging',
        value: header,
      },
    );
  return checkTags(parameters.map(([key, value]) => ({ key, value })));
}

/** Rules of object tags (S3 User Guide, "Categorizing your objects using tags"). */
export function checkTags(tags: readonly Tag[]): readonly Tag[] {
  if (tags.length > MOST_TAGS)
    throw new AwsError('BadRequest', `Object tags cannot be greater than ${MOST_TAGS}`);
  if (new Set(tags.map((one) => one.key)).size < tags.length)
    throw invalidTag('Cannot provide multiple Tags with the same key');
  for (const { key, value } of tags) {
    if (key.length < 1 || key.length > LONGEST_KEY)
      throw invalidTag('The TagKey you have provided is invalid');
    if (value.length > LONGEST_VALUE) throw invalidTag('The TagValue you have provided is invalid');
    if (key.startsWith('aws:')) throw invalidTag('System tags cannot be added/updated by requester');
  }
  return tags;
}

function invalidTag(message: string): AwsError {
  return new AwsError('InvalidTag', message);
}
