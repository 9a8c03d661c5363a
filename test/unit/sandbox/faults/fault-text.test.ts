import { describe, expect, test } from 'vitest';
import { isDisruption } from '../../../../lib/sandbox/faults/fault-spec.ts';
import { FAULT_VOCABULARY, kinds, parseFault } from '../../../../lib/sandbox/faults/fault-text.ts';

describe('a fault that is written right', () => {
  test.each([
    ['region-loss', { kind: 'region-loss', loss: 'silent' }],
    ['region-loss=refused', { kind: 'region-loss', loss: 'refused' }],
    ['partition', { kind: 'partition', from: 'everybody' }],
    ['partition=regions', { kind: 'partition', from: 'regions' }],
    ['partition=clients', { kind: 'partition', from: 'clients' }],
    ['freeze', { kind: 'freeze' }],
    ['full-disk', { kind: 'full-disk' }],
    ['replication-delay=500ms', { kind: 'replication-delay', delayMs: 500 }],
    ['replication-delay=5s', { kind: 'replication-delay', delayMs: 5000 }],
    ['replication-delay=2m', { kind: 'replication-delay', delayMs: 120_000 }],
    ['replication-delay=PT1M0.5S', { kind: 'replication-delay', delayMs: 60_500 }],
    ['bandwidth=1MB/s', { kind: 'bandwidth', bytesPerSecond: 1_000_000 }],
    ['bandwidth=0.5kB/s', { kind: 'bandwidth', bytesPerSecond: 500 }],
    ['slow-api=200ms', { kind: 'slow-api', delayMs: 200, service: undefined }],
    ['slow-api=1s@s3', { kind: 'slow-api', delayMs: 1000, service: 's3' }],
    ['throttled-api=20%@rds', { kind: 'throttled-api', percent: 20, service: 'rds' }],
    ['api-errors=12.5%', { kind: 'api-errors', percent: 12.5, service: undefined }],
  ])('%s is understood', (text, spec) => {
    expect(parseFault(text)).toEqual(spec);
  });

  test('is every example of the vocabulary', () => {
    expect(FAULT_VOCABULARY.map(({ form }) => parseFault(form).kind)).toEqual(kinds());
    expect(kinds().filter(isDisruption)).toEqual(['region-loss', 'partition', 'freeze', 'full-disk']);
  });
});

describe('a text that is no fault', () => {
  test.each([
    ['region-loss=slow', 'expected it to be like region-loss: '],
    ['freeze=5s', 'expected it to be like freeze: '],
    ['partition=', 'expected it to be like partition: '],
    ['replication-delay', 'expected it to be like replication-delay=5s: '],
    ['replication-delay=0s', 'expected it to be like replication-delay=5s: '],
    ['replication-delay=11m', 'expected it to be like replication-delay=5s: '],
    ['replication-delay=P1M', 'expected it to be like replication-delay=5s: '],
    ['bandwidth=1Mb/s', 'expected it to be like bandwidth=1MB/s: '],
    ['throttled-api=0%', 'expected it to be like throttled-api=20%: '],
    ['throttled-api=101%', 'expected it to be like throttled-api=20%: '],
    ['api-errors=20%@fis', 'expected it to be like api-errors=20%: '],
    ['slow-api=1s@s3@rds', 'expected it to be like slow-api=200ms: '],
    ['constructor', 'faults are region-loss, partition, freeze, full-disk, replication-delay=5s, '],
    ['', 'faults are region-loss, '],
  ])('%j says what would be one', (text, words) => {
    expect(() => parseFault(text)).toThrow(`"${text}" is no fault; ${words}`);
  });
});
