import type { MapState } from './definition.ts';
import { type Diagnostic, schemaProblem } from './diagnostic.ts';
import { distributed } from './distributed/map-fields.ts';
import { isDistributed } from './is-distributed.ts';
import { isRecord } from './is-record.ts';
import type { PlacedSequence } from './sequences.ts';

/** Which fields of a Map state may stand together, and which belong to one mode only. */
export function checkMaps({ sequence, location: place }: PlacedSequence): Diagnostic[] {
  return Object.entries(sequence.States).flatMap(([name, state]) => {
    if (state.Type !== 'Map') return [];
    const location = `${place}/States/${name}`;
    return isDistributed(state) ? checkDistributed(state, location) : checkInline(state, location);
  });
}

function checkInline(state: MapState, location: string): Diagnostic[] {
  const fields = Object.keys(distributed).filter((field) => Object.hasOwn(state, field));
  const type = state.ItemProcessor.ProcessorConfig?.ExecutionType === undefined ? [] : ['ExecutionType'];
  return [
    ...fields.map((field) => notSupported(field, location)),
    ...type.map((field) => notSupported(field, `${location}/ItemProcessor/ProcessorConfig`)),
  ];
}

function checkDistributed(state: MapState, location: string): Diagnostic[] {
  return [
    ...checkExecutionType(state, `${location}/ItemProcessor/ProcessorConfig`),
    ...checkReader(state, `${location}/ItemReader`),
    ...checkBatcher(state, `${location}/ItemBatcher`),
    ...checkWriter(state, `${location}/ResultWriter`),
  ];
}

/** An Express child keeps no history and may run a task twice, which a sandbox of proofs does not play. */
function checkExecutionType(
  { ItemProcessor: { ProcessorConfig } }: MapState,
  location: string,
): Diagnostic[] {
  const type = ProcessorConfig?.ExecutionType;
  if (type === 'STANDARD') return [];
  if (type === undefined) return [schemaProblem('These fields are required: [ExecutionType]', location)];
  return [
    schemaProblem("This sandbox serves the ExecutionType 'STANDARD' only", `${location}/ExecutionType`),
  ];
}

function checkReader({ ItemReader: reader, Items }: MapState, location: string): Diagnostic[] {
  if (!reader) return [];
  const both =
    Items === undefined ? [] : [schemaProblem("Only one of 'Items' and 'ItemReader' is allowed", location)];
  const list = reader.Resource.endsWith('listObjectsV2');
  const served = list ? ['Bucket', 'Prefix'] : ['Bucket', 'Key'];
  return [
    ...both,
    ...checkArguments(reader.Arguments, served, `${location}/Arguments`),
    ...(list ? checkListing(reader.ReaderConfig, location) : checkObject(reader.ReaderConfig, location)),
  ];
}

type Config = NonNullable<MapState['ItemReader']>['ReaderConfig'];

function checkListing(config: Config, location: string): Diagnostic[] {
  const fields = Object.keys(config ?? {}).filter((field) => field !== 'MaxItems');
  return fields.map((field) => notSupported(field, `${location}/ReaderConfig`));
}

function checkObject(config: Config, location: string): Diagnostic[] {
  const place = `${location}/ReaderConfig`;
  const { InputType: type, CSVHeaderLocation: header, CSVHeaders: names } = config ?? {};
  if (type === undefined) return [schemaProblem('These fields are required: [InputType]', place)];
  if (type !== 'CSV') {
    const fields = Object.keys(config ?? {}).filter((field) => field.startsWith('CSV'));
    return fields.map((field) => notSupported(field, place));
  }
  if (header === undefined) return [schemaProblem('These fields are required: [CSVHeaderLocation]', place)];
  if ((header === 'GIVEN') === (names !== undefined)) return [];
  return [schemaProblem("'CSVHeaders' belongs to the CSVHeaderLocation 'GIVEN'", `${place}/CSVHeaders`)];
}

function checkBatcher({ ItemBatcher: batcher }: MapState, location: string): Diagnostic[] {
  if (!batcher || batcher.MaxItemsPerBatch !== undefined || batcher.MaxInputBytesPerBatch !== undefined)
    return [];
  return [schemaProblem("One of 'MaxItemsPerBatch' and 'MaxInputBytesPerBatch' is required", location)];
}

/** "You must specify one of these sets of sub-fields": AWS, input-output-resultwriter. */
function checkWriter({ ResultWriter: writer }: MapState, location: string): Diagnostic[] {
  if (!writer) return [];
  const { Resource, WriterConfig } = writer;
  const hasArguments = Object.hasOwn(writer, 'Arguments');
  if ((Resource !== undefined) !== hasArguments || (!hasArguments && !WriterConfig)) {
    return [
      schemaProblem("'Resource' with 'Arguments', 'WriterConfig', or all three are required", location),
    ];
  }
  if (!hasArguments && WriterConfig?.OutputType === 'JSONL') return [linesInState(location)];
  return checkArguments(writer.Arguments, ['Bucket', 'Prefix'], `${location}/Arguments`);
}

/** What the state's output is then, AWS's guide does not say. */
function linesInState(location: string): Diagnostic {
  return schemaProblem('This sandbox writes JSONL to Amazon S3 only', `${location}/WriterConfig/OutputType`);
}

function checkArguments(given: unknown, served: readonly string[], location: string): Diagnostic[] {
  if (!isRecord(given)) return [];
  const unknown = Object.keys(given).filter((field) => !served.includes(field));
  return unknown.map((field) =>
    schemaProblem(`The field "${field}" is not supported by Step Functions`, location),
  );
}

function notSupported(field: string, location: string): Diagnostic {
  return schemaProblem(`Field '${field}' is not supported`, location);
}
