import type { AwsRequest } from '../wire/aws-request.ts';

/** How a request is known for an operation, and what of it is served. */
export interface Route<Operation> {
  /** As the API reference has it. */
  readonly name: string;
  readonly method: 'DELETE' | 'GET' | 'HEAD' | 'POST' | 'PUT';
  /** Query parameter that names the sub-resource; undefined for the resource itself. */
  readonly sub?: string;
  /** Header that makes a request this operation and no other: of copies, their source. */
  readonly marked?: string;
  readonly operation: Operation;
  /** Further query parameters that it serves; any other is refused. */
  readonly query?: readonly string[];
  /** Further `x-amz-…` headers that it serves; any other is refused. */
  readonly headers?: readonly string[];
}

/** The route of a request; undefined when what it asks for is not served. */
export function findRoute<Operation>(
  routes: readonly Route<Operation>[],
  request: AwsRequest,
): Route<Operation> | undefined {
  const sub = subResourceOf(request.query);
  const fitting = routes.filter((route) => route.method === request.method && (route.sub ?? '') === sub);
  const marked = fitting.find(
    (route) => route.marked !== undefined && request.headers[route.marked] !== undefined,
  );
  return marked ?? fitting.find((route) => route.marked === undefined);
}

/** Sub-resources that are served; one that is not stays a parameter that nobody serves. */
const SUB_RESOURCES = [
  'delete',
  'legal-hold',
  'list-type',
  'location',
  'object-lock',
  'replication',
  'retention',
  'tagging',
  'uploadId',
  'uploads',
  'versioning',
  'versions',
];

function subResourceOf(query: URLSearchParams): string {
  return SUB_RESOURCES.find((name) => query.has(name)) ?? '';
}
