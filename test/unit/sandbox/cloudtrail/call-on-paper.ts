import type { AnsweredCall } from '../../../../lib/sandbox/cloudtrail/answered-call.ts';
import { sessionTokenFor } from '../../../../lib/sandbox/endpoint/session-token.ts';

const SCOPE = 'AWS4-HMAC-SHA256 Credential=AKIAONE/20261123/eu-west-1';

interface Paper {
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly answer?: AnsweredCall['answer'];
  readonly from?: string;
}

/** A call as the endpoint tells of it, in eu-west-1, answered with 200 unless it is said otherwise. */
export function callOnPaper({ service, from, ...paper }: Paper): AnsweredCall {
  const { method = 'POST', path = '/', headers = {}, body = '', answer = { status: 200 } } = paper;
  const signed = {
    authorization: `${SCOPE}/${service}/aws4_request, SignedHeaders=host, Signature=00`,
    ...(from === undefined ? {} : { 'x-amz-security-token': sessionTokenFor(from) }),
    ...headers,
  };
  return {
    from,
    answer,
    request: {
      requestId: 'request-1',
      service,
      region: 'eu-west-1',
      method,
      path,
      query: new URLSearchParams(),
      headers: signed,
      body: Buffer.from(body),
    },
  };
}

/** PromoteReadReplica of an instance, by a function there. */
export function promotion(instance: string): AnsweredCall {
  const body = `Action=PromoteReadReplica&Version=2014-10-31&DBInstanceIdentifier=${instance}`;
  return callOnPaper({ service: 'rds', body, from: 'eu-west-1' });
}
