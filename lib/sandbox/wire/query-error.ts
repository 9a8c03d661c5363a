import type { AwsError } from './aws-error.ts';
import type { AwsResponse } from './aws-request.ts';
import { queryResponse } from './query-codec.ts';
import { element, elements } from './xml.ts';

/** `<ErrorResponse><Error><Type>Sender</Type>…`: the error envelope of the Query protocol. */
export function renderQueryError(requestId: string, error: AwsError): AwsResponse {
  const type = error.status < 500 ? 'Sender' : 'Receiver';
  const detail = element('Error', elements({ Type: type, Code: error.code, Message: error.message }));
  return queryResponse(
    error.status,
    requestId,
    element('ErrorResponse', [detail, element('RequestId', requestId)]),
  );
}
