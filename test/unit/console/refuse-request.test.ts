import { expect, test } from 'vitest';
import { refuseRequest } from '../../../lib/console/refuse-request.ts';

const HOSTS = ['127.0.0.1:8150', 'localhost:8150', 'dr.example'];
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const status = (method: string, headers: object) =>
  refuseRequest(method, { ...headers }, HOSTS)?.status ?? 200;

test.each([
  [200, 'GET', { host: '127.0.0.1:8150' }],
  [200, 'HEAD', { host: 'dr.example' }],
  [421, 'GET', { host: 'attacker.example:8150' }],
  [421, 'GET', { host: '127.0.0.1:9999' }],
  [421, 'GET', {}],
  [405, 'PUT', { host: 'localhost:8150' }],
  [200, 'POST', { host: 'localhost:8150', ...FORM }],
  [
    200,
    'POST',
    { host: 'dr.example', origin: 'https://dr.example', 'sec-fetch-site': 'same-origin', ...FORM },
  ],
  [403, 'POST', { host: 'localhost:8150', origin: 'https://attacker.example', ...FORM }],
  [403, 'POST', { host: 'localhost:8150', origin: 'null', ...FORM }],
  [403, 'POST', { host: 'localhost:8150', 'sec-fetch-site': 'cross-site', ...FORM }],
  [403, 'POST', { host: 'localhost:8150', 'sec-fetch-site': 'same-site', ...FORM }],
  [415, 'POST', { host: 'localhost:8150', 'content-type': 'text/plain' }],
])('%i for %s with %o', (expected, method, headers) => expect(status(method, headers)).toBe(expected));
