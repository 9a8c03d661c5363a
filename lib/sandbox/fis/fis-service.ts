import { AwsError } from '../wire/aws-error.ts';
import type { AwsRequest, AwsService } from '../wire/aws-request.ts';
import { pathSegments, renderRestJsonResult } from '../wire/rest-json-codec.ts';
import { createExperimentTemplate } from './create-experiment-template.ts';
import { deleteExperimentTemplate } from './delete-experiment-template.ts';
import type { ExperimentDirectory } from './experiment-directory.ts';
import type { FisOperation } from './fis-operation.ts';
import { getExperiment } from './get-experiment.ts';
import { getExperimentTemplate } from './get-experiment-template.ts';
import { listExperiments } from './list-experiments.ts';
import { listExperimentTemplates } from './list-experiment-templates.ts';
import { startExperiment } from './start-experiment.ts';
import { stopExperiment } from './stop-experiment.ts';

interface Served {
  /** As the API reference has it. */
  readonly name: string;
  readonly run: FisOperation;
}

/** By method and path; `*` stands for an identifier. */
const OPERATIONS: Readonly<Record<string, Served>> = {
  'POST experiments': { name: 'StartExperiment', run: startExperiment },
  'GET experiments': { name: 'ListExperiments', run: listExperiments },
  'GET experiments/*': { name: 'GetExperiment', run: getExperiment },
  'DELETE experiments/*': { name: 'StopExperiment', run: stopExperiment },
  'POST experimentTemplates': { name: 'CreateExperimentTemplate', run: createExperimentTemplate },
  'DELETE experimentTemplates/*': { name: 'DeleteExperimentTemplate', run: deleteExperimentTemplate },
  'GET experimentTemplates': { name: 'ListExperimentTemplates', run: listExperimentTemplates },
  'GET experimentTemplates/*': { name: 'GetExperimentTemplate', run: getExperimentTemplate },
};

/** Operations that are served, in the names of the API reference. */
export const FIS_OPERATIONS: readonly string[] = Object.values(OPERATIONS).map((one) => one.name);

/**
 * AWS Fault Injection Service. It keeps answering for a region that is lost: the injector is outside of what it
 * takes away, or nobody could ever ask it to stop.
 */
export function makeFisService(directory: ExperimentDirectory): AwsService {
  return async (request) => {
    const found = fisOperation(request);
    if (!found) throw unknownOperation(request);
    const { operation, id } = found;
    return renderRestJsonResult({
      requestId: request.requestId,
      body: operation.run({ request, id, directory }),
    });
  };
}

/** Which operation a request asks for, and the identifier in its path, empty where it has none; null for no operation. */
export function fisOperation({ method, path }: Pick<AwsRequest, 'method' | 'path'>) {
  const [collection = '', id, ...rest] = pathSegments(path);
  const operation = OPERATIONS[`${method} ${id === undefined ? collection : `${collection}/*`}`];
  return operation && rest.length === 0 ? { operation, id: id ?? '' } : null;
}

function unknownOperation(request: AwsRequest): AwsError {
  return new AwsError(
    'UnknownOperationException',
    `FIS has no operation ${request.method} ${request.path}`,
    404,
  );
}
