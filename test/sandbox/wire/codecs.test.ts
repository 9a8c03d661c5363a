import { describe, expect, test } from 'vitest';
import { decodeAwsChunked } from '../../../lib/sandbox/wire/aws-chunked.ts';
import { AwsError } from '../../../lib/sandbox/wire/aws-error.ts';
import type { AwsRequest } from '../../../lib/sandbox/wire/aws-request.ts';
import { renderError } from '../../../lib/sandbox/wire/error-envelope.ts';
import { parseJsonRequest } from '../../../lib/sandbox/wire/json-codec.ts';
import { parseQueryRequest, renderQueryResult } from '../../../lib/sandbox/wire/query-codec.ts';
import { booleanParameter, queryList, queryStructures } from '../../../lib/sandbox/wire/query-parameters.ts';
import { element, elements, renderXml } from '../../../lib/sandbox/wire/xml.ts';

const request: AwsRequest = {
  requestId: 'id-1',
  service: 'rds',
  region: 'eu-west-1',
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
};

describe('XML', () => {
  test('text and attributes are escaped, and members that are undefined are left out', () => {
    const root = element('A', elements({ B: `<&>"'\r`, C: undefined, D: false, E: new Date(0) }), { x: '"' });
    expect(renderXml(root)).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<A x="&quot;"><B>&lt;&amp;&gt;&quot;&apos;&#13;</B><D>false</D><E>1970-01-01T00:00:00.000Z</E></A>',
    );
  });
});

describe('the Query protocol', () => {
  test('a form is read with its lists and structures, until the first gap', () => {
    const body = Buffer.from(
      'Action=DescribeDBInstances&Version=2014-10-31&Filters.Filter.1.Name=db-instance-id&' +
        'Filters.Filter.1.Values.Value.1=a%20b&Filters.Filter.1.Values.Value.2=c&Filters.Filter.3.Name=lost',
    );
    const { action, version, parameters } = parseQueryRequest({ ...request, body });
    expect([action, version]).toEqual(['DescribeDBInstances', '2014-10-31']);
    const [filter, ...others] = queryStructures(parameters, 'Filters.Filter');
    expect(others).toEqual([]);
    expect(filter?.get('Name')).toBe('db-instance-id');
    expect(queryList(filter ?? new URLSearchParams(), 'Values.Value')).toEqual(['a b', 'c']);
  });

  test('a form without an action, or with a word that is no boolean, is refused', () => {
    expect(() => parseQueryRequest(request)).toThrow('The request must contain the parameter Action.');
    expect(() => booleanParameter(new URLSearchParams('A=yes'), 'A')).toThrow(
      'Invalid value for parameter A: yes',
    );
  });

  test('an answer is wrapped in the names of its action', () => {
    const result = [element('DBInstances')];
    const answer = renderQueryResult({
      action: 'DescribeDBInstances',
      namespace: 'urn:rds',
      requestId: 'id-1',
      result,
    });
    expect(answer.body).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n' +
        '<DescribeDBInstancesResponse xmlns="urn:rds"><DescribeDBInstancesResult><DBInstances/></DescribeDBInstancesResult>' +
        '<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></DescribeDBInstancesResponse>',
    );
  });
});

describe('AWS JSON', () => {
  test('the target names the operation, and a body that is no JSON is refused', () => {
    const headers = { 'x-amz-target': 'AWSStepFunctions.StartExecution' };
    const parsed = parseJsonRequest({ ...request, headers, body: Buffer.from('{"a":1}') });
    expect(parsed).toEqual({ target: 'AWSStepFunctions', operation: 'StartExecution', input: { a: 1 } });
    expect(() => parseJsonRequest({ ...request, headers, body: Buffer.from('{') })).toThrow(
      'Could not parse request body into json',
    );
    expect(() => parseJsonRequest(request)).toThrow(AwsError);
  });
});

describe('errors', () => {
  const error = new AwsError('DBInstanceNotFound', 'DBInstance a not found.', 404);

  test.each([
    [
      'rds',
      '<Error><Type>Sender</Type><Code>DBInstanceNotFound</Code><Message>DBInstance a not found.</Message></Error>',
    ],
    [
      's3',
      '<Error><Code>DBInstanceNotFound</Code><Message>DBInstance a not found.</Message><RequestId>id-1</RequestId></Error>',
    ],
    ['states', '{"__type":"DBInstanceNotFound","message":"DBInstance a not found."}'],
    ['secretsmanager', '{"__type":"DBInstanceNotFound","message":"DBInstance a not found."}'],
    ['lambda', '"Type":"User"'],
  ])('%s words them in its own envelope', (service, part) => {
    const answer = renderError({ ...request, service }, error);
    expect(answer.status).toBe(404);
    expect(answer.body).toContain(part);
  });

  test('REST-JSON names the error in a header', () => {
    const answer = renderError({ ...request, service: 'fis' }, error);
    expect(answer.headers?.['x-amzn-errortype']).toBe('DBInstanceNotFound');
  });

  test('a service that is not known answers in the protocol of its request', () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    expect(renderError({ ...request, service: 'sts', headers }, error).body).toContain('<ErrorResponse>');
  });
});

describe('aws-chunked', () => {
  const framed = '5;chunk-signature=0a\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n';

  test('chunks are joined, and the trailing checksum becomes a header', () => {
    const { body, trailers } = decodeAwsChunked(Buffer.from(framed));
    expect(body.toString()).toBe('hello world');
    expect(trailers).toEqual({ 'x-amz-checksum-crc32': 'DUoRhQ==' });
  });

  test('a body that is cut anywhere before its end mark is incomplete', () => {
    const end = framed.indexOf('0\r\nx-amz');
    for (let length = 0; length <= end + 2; length++) {
      expect(() => decodeAwsChunked(Buffer.from(framed.slice(0, length)))).toThrow(AwsError);
    }
  });
});
