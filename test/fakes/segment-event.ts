import type { HeartbeatControl, HeartbeatInput, SegmentEvent } from '../../lib/domain/run/heartbeat-input.ts';
import { API, runInput } from './run-input.ts';

const { heartbeat, detect } = runInput();

const common = {
  run: 'run-1',
  bucket: 'west-bucket',
  region: 'eu-west-1',
  heartbeat: { ...heartbeat, segmentSeconds: 2 },
  detect,
};

export const JOURNAL = { table: 'shop.journal', sequenceColumn: 'id', timeColumn: 'at' };

const target = { host: '127.0.0.1', port: 6432, database: 'app', secret: 'orders/heartbeat' };

const INPUTS: { readonly [R in HeartbeatInput['role']]: HeartbeatInput } = {
  ledger: { ...common, role: 'ledger', source: 'orders', target, witness: null },
  stale: { ...common, role: 'stale', source: 'orders', target },
  reader: { ...common, role: 'reader', source: 'orders', target, ledger: JOURNAL },
  health: { ...common, role: 'health', source: 'services', services: [API], stop: null },
};

/** What the heartbeat's state machine hands to one segment; its time is up after two seconds. */
export function segmentEvent(role: HeartbeatInput['role'] = 'ledger', segment = 0): SegmentEvent {
  return { input: INPUTS[role], segment, taskToken: `token-of-segment-${segment}` };
}

export const CONTROL_KEY = 'runs/run-1/heartbeat/control.json';

export function controlText(control: Partial<HeartbeatControl> = {}): string {
  return JSON.stringify({ stop: false, detection: null, ...control });
}
