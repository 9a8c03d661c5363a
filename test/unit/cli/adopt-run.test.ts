import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { realOptions } from '../../../lib/cli/adopt-run.ts';
import { realReasons } from '../../../lib/cli/real-reasons.ts';
import { stateDirectory } from '../../../lib/cli/state-directory.ts';
import { complaints } from './parsed-command.ts';
import { plainTerminal } from '../../fakes/plain-terminal.ts';

const ADOPTED = [{ state: 'SwitchTraffic', at: null, by: 'Ada', note: 'Muster was away' }] as const;

function asked(reasons: { despite?: string; staleEvidence?: string } = {}) {
  const terminal = plainTerminal();
  const input = new PassThrough();
  const state = stateDirectory({});
  const options = { planFile: 'p.yaml', json: false, terminal, state, input };
  return realOptions({ ...options, as: 'Ada', reason: 'Muster was away', ...reasons }, ADOPTED);
}

test('why a step was done by hand stands in the record as that, and as nothing else', () => {
  expect(asked()).toMatchObject({ real: true, look: false, printInput: false, adopted: ADOPTED });
  expect(realReasons(asked(), {})).toEqual({
    initiator: 'Ada',
    reason: 'Muster was away',
    despite: null,
    staleEvidence: null,
    pastLever: null,
    breakGlass: null,
  });
});

test('what speaks against the rest is given by an option of its own', () => {
  expect(realReasons(asked({ despite: 'users wait', staleEvidence: 'drilled in May' }), {})).toMatchObject({
    reason: 'Muster was away',
    despite: 'users wait',
    staleEvidence: 'drilled in May',
  });
  const options = '--as A --step SwitchTraffic --reason R --despite D --stale-evidence S --past-lever P';
  expect(complaints(`npx muster runs adopt --plan p.yaml ${options}`)).toEqual([]);
});
