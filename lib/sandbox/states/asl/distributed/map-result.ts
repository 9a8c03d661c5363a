import * as z from 'zod';
import { isoMillis } from '../clock.ts';
import type { MapState } from '../definition.ts';
import { isList } from '../is-list.ts';
import { type StateContext, templateFor } from '../state-context.ts';
import { StateFailure } from '../state-failure.ts';
import type { ResultWriter } from './map-fields.ts';
import type { ChildResult } from './map-run-port.ts';
import { ObjectsRefused } from './object-port.ts';

type Transformation = 'NONE' | 'COMPACT' | 'FLATTEN';

const WriterArguments = z.strictObject({ Bucket: z.string(), Prefix: z.string().default('') });

/**
 * The result of a Map Run: an array with what each child returned, or where a ResultWriter has put it.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export async function mapResult(context: StateContext<MapState>, arn: string): Promise<unknown> {
  const { ResultWriter: writer } = context.state;
  const results = context.scope.mapRuns.results(arn);
  if (writer?.Resource === undefined)
    return transformed(results, writer?.WriterConfig?.Transformation ?? 'COMPACT');
  const location = 'ResultWriter/Arguments';
  const given = await templateFor(context).value({ template: writer.Arguments, location });
  const place = WriterArguments.safeParse(given);
  if (!place.success) throw writerFailed(z.prettifyError(place.error));
  const { Bucket, Prefix } = place.data;
  const { scope } = context;
  const folder = `${Prefix === '' ? '' : `${Prefix.replace(/\/$/, '')}/`}${arn.split(':').at(-1)}`;
  const put = async (name: string, body: string): Promise<string> => {
    const key = `${folder}/${name}`;
    await scope.objects.put({ region: scope.identity.region, bucket: Bucket, key }, body).catch(refused);
    return key;
  };
  const ResultFiles = await writeFiles(results, writer, put);
  const manifest = { DestinationBucket: Bucket, MapRunArn: arn, ResultFiles };
  const Key = await put('manifest.json', JSON.stringify(manifest));
  return { MapRunArn: arn, ResultWriterDetails: { Bucket, Key } };
}

function refused(thrown: unknown): never {
  throw thrown instanceof ObjectsRefused ? writerFailed(thrown.message) : thrown;
}

/** AWS words what S3 refuses in ways that are unknown here. */
function writerFailed(cause: string): StateFailure {
  return new StateFailure('States.ResultWriterFailed', cause, { explained: true });
}

interface WrittenFile {
  readonly Key: string;
  readonly Size: number;
}

type Put = (name: string, body: string) => Promise<string>;

/** One file for each of the three kinds that there is a child of; AWS splits files of more than 5 GB. */
async function writeFiles(
  results: readonly ChildResult[],
  { WriterConfig: config }: ResultWriter,
  put: Put,
): Promise<Record<string, WrittenFile[]>> {
  const { Transformation = 'NONE', OutputType = 'JSON' } = config ?? {};
  const files: [string, WrittenFile[]][] = [];
  for (const kind of ['FAILED', 'PENDING', 'SUCCEEDED']) {
    const entries = transformed(
      results.filter((result) => kindOf(result) === kind),
      Transformation,
    );
    const lines = entries.map((entry) => JSON.stringify(entry));
    const body = OutputType === 'JSONL' ? lines.map((line) => `${line}\n`).join('') : `[${lines.join(',')}]`;
    const written = entries.length === 0 ? null : await put(`${kind}_0.${OutputType.toLowerCase()}`, body);
    files.push([kind, written === null ? [] : [{ Key: written, Size: Buffer.byteLength(body) }]]);
  }
  return Object.fromEntries(files);
}

/** FAILED holds those that "failed, timed out, or were aborted", PENDING those that were never started. */
function kindOf({ status }: ChildResult): string {
  return status === 'SUCCEEDED' || status === 'PENDING' ? status : 'FAILED';
}

/** "If a child workflow execution fails, Step Functions returns its execution result unchanged", as with NONE. */
function transformed(results: readonly ChildResult[], transformation: Transformation): readonly unknown[] {
  return results.flatMap((result) => {
    if (result.output === null || transformation === 'NONE') return [whole(result)];
    const output: unknown = JSON.parse(result.output);
    return transformation === 'FLATTEN' && isList(output) ? output : [output];
  });
}

/** With the names of the result files that AWS's guide shows; it shows what tells of redrives as well, which this leaves out. */
function whole(result: ChildResult): Record<string, unknown> {
  const { output, error, cause, startedAt, stoppedAt } = result;
  return {
    ...(cause === null ? {} : { Cause: cause }),
    ...(error === null ? {} : { Error: error }),
    ExecutionArn: result.executionArn,
    Input: result.input,
    InputDetails: { Included: true },
    Name: result.name,
    ...(output === null ? {} : { Output: output, OutputDetails: { Included: true } }),
    ...(startedAt === null ? {} : { StartDate: isoMillis(startedAt) }),
    StateMachineArn: result.machineArn,
    Status: result.status,
    ...(stoppedAt === null ? {} : { StopDate: isoMillis(stoppedAt) }),
  };
}
