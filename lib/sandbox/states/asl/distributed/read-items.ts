import * as z from 'zod';
import { isList } from '../is-list.ts';
import { queryError } from '../jsonata/evaluator.ts';
import type { Template } from '../jsonata/template.ts';
import { StateFailure } from '../state-failure.ts';
import { ItemsUnreadable } from './items-unreadable.ts';
import type { ItemReader } from './map-fields.ts';
import { type ObjectPort, ObjectsRefused } from './object-port.ts';
import { DELIMITERS, readCsv } from './read-csv.ts';

const ObjectArguments = z.strictObject({ Bucket: z.string(), Key: z.string() });
const ListArguments = z.strictObject({ Bucket: z.string(), Prefix: z.string().default('') });

export interface Reading {
  readonly reader: ItemReader;
  readonly template: Template;
  readonly objects: ObjectPort;
  readonly region: string;
}

/** The items of an ItemReader. @throws StateFailure States.ItemReaderFailed; AWS words what S3 refuses in ways unknown here. */
export async function readItems(reading: Reading): Promise<readonly unknown[]> {
  const { reader, template } = reading;
  const most = await maxItems(reader, template);
  const given = await template.value({ template: reader.Arguments, location: 'ItemReader/Arguments' });
  try {
    const items = await itemsOf(reading, given);
    return most === 0 ? items : items.slice(0, most);
  } catch (thrown) {
    if (thrown instanceof ItemsUnreadable || thrown instanceof ObjectsRefused || thrown instanceof z.ZodError)
      throw itemReaderFailed(thrown instanceof z.ZodError ? z.prettifyError(thrown) : thrown.message);
    throw thrown;
  }
}

function itemReaderFailed(cause: string): StateFailure {
  return new StateFailure('States.ItemReaderFailed', cause, { explained: true });
}

/** 0 is no limit: as recorded on AWS, and so is the cause for a negative number. */
async function maxItems({ ReaderConfig }: ItemReader, template: Template): Promise<number> {
  if (ReaderConfig?.MaxItems === undefined) return 0;
  const location = 'ItemReader/ReaderConfig/MaxItems';
  const most = await template.number({ template: ReaderConfig.MaxItems, location });
  if (!Number.isInteger(most))
    throw queryError(`The field 'MaxItems' must be an integer, but was ${most}.`, location);
  if (most < 0) throw itemReaderFailed('field MaxItems must be positive');
  return most;
}

async function itemsOf({ reader, objects, region }: Reading, given: unknown): Promise<readonly unknown[]> {
  if (reader.Resource.endsWith('listObjectsV2')) {
    const { Bucket: bucket, Prefix: key } = ListArguments.parse(given);
    return objects.list({ region, bucket, key });
  }
  const { Bucket: bucket, Key: key } = ObjectArguments.parse(given);
  const text = await objects.get({ region, bucket, key });
  const { InputType: type, CSVHeaders, CSVDelimiter = 'COMMA' } = reader.ReaderConfig ?? {};
  if (type === 'CSV')
    return readCsv(text, { headers: CSVHeaders ?? null, delimiter: DELIMITERS[CSVDelimiter] });
  return type === 'JSONL' ? readLines(text) : readArray(text);
}

function readArray(text: string): readonly unknown[] {
  const value = parse(text);
  if (isList(value)) return value;
  throw new ItemsUnreadable('Attempting to map over non-iterable node.');
}

function readLines(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parse);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new ItemsUnreadable(`The object is no JSON: ${String(thrown)}`);
  }
}
