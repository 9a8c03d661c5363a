import { expect, test } from 'vitest';
import { renderClientAccess } from '../../../lib/sandbox/postgres/client-access.ts';
import { renderSettings, slotName } from '../../../lib/sandbox/postgres/server-settings.ts';

const PLAIN = { port: 12345, parameters: {}, source: undefined };

test('a standby looks for WAL every 10 ms unless its parameter group says otherwise', () => {
  expect(renderSettings(PLAIN)).toContain("wal_retrieve_retry_interval = '10ms'\n");
  const slow = renderSettings({ ...PLAIN, parameters: { wal_retrieve_retry_interval: '5s' } });
  expect(slow).toContain("wal_retrieve_retry_interval = '5s'\n");
  expect(slow).not.toContain('10ms');
});

test('a parameter group cannot open the server to other addresses', () => {
  const settings = renderSettings({ ...PLAIN, parameters: { listen_addresses: '*' } });
  expect(settings).toContain("listen_addresses = '127.0.0.1'\n");
});

test('quotes and backslashes in values survive both notations', () => {
  const settings = renderSettings({
    ...PLAIN,
    source: {
      host: '127.0.0.1',
      port: 1,
      password: "a'b\\c",
      caFile: '/x/ca.pem',
      applicationName: 'Orders-B',
    },
  });
  expect(settings).toContain("password=''a\\\\''b\\\\\\\\c''");
  expect(settings).toContain("primary_slot_name = 'rds_orders_b'\n");
});

test('a slot has a name that PostgreSQL takes', () => {
  expect(slotName('Orders-B.2')).toBe('rds_orders_b_2');
  expect(slotName('x'.repeat(80))).toHaveLength(63);
});

test('behind the fence there is no line for clients and none for replication', () => {
  const access = renderClientAccess('operator-only', 'operator');
  expect(access).toBe(
    'hostssl all rdsadmin 127.0.0.1/32 scram-sha-256\nhostssl all "operator" 127.0.0.1/32 scram-sha-256\n',
  );
});
