import type { Judgement } from '../run/judgement.ts';

/** A requirement that runs of some kind are evidence for, as its text counts its parts. */
export interface Control {
  readonly framework: string;
  readonly id: string;
  readonly title: string;
  /** Where NIST's OSCAL catalogue of SP 800-53 has it: the control, and the statement that a run is held against. */
  readonly statement: { readonly control: string; readonly id: string } | null;
}

const NIST = 'NIST SP 800-53 Rev. 5';
const nist = (id: string, title: string, [control, statement]: readonly [string, string]): Control => {
  return { framework: NIST, id, title, statement: { control, id: statement } };
};
const other = (framework: string, id: string, title: string): Control => {
  return { framework, id, title, statement: null };
};

const ALTERNATE_SITE = nist('CP-4(2)', 'Contingency plan testing: alternate processing site', [
  'cp-4.2',
  'cp-4.2_smt.b',
]);
const AUTOMATED = nist('CP-4(3)', 'Contingency plan testing: automated testing', ['cp-4.3', 'cp-4.3_smt']);
const RECONSTITUTED = nist('CP-4(4)', 'Contingency plan testing: full recovery and reconstitution', [
  'cp-4.4',
  'cp-4.4_smt',
]);

const TESTED_RECOVERY = [
  other('DORA', 'Art. 11(6)', 'Testing of continuity, response and recovery plans'),
  other('ISO 22301', '8.5', 'Exercise programme'),
  other('ISO/IEC 27001', 'A.5.30', 'ICT readiness for business continuity'),
  other('ISO/IEC 27001', 'A.8.14', 'Redundancy of information processing facilities'),
  other('SOC 2', 'A1.3', 'Testing of recovery plan procedures'),
  other('HIPAA', '164.308(a)(7)(ii)(C)', 'Emergency mode operation plan'),
  other('HIPAA', '164.308(a)(7)(ii)(D)', 'Testing and revision procedures'),
];

const RESTORED = [
  other('DORA', 'Art. 12(2)', 'Testing of backup, restoration and recovery procedures'),
  other('DORA', 'Art. 12(3)', 'Restoring on systems that are segregated from the source'),
  other('ISO/IEC 27001', 'A.8.13', 'Information backup'),
  other('SOC 2', 'A1.3', 'Testing of recovery plan procedures'),
  other('HIPAA', '164.308(a)(7)(ii)(A)', 'Data backup plan'),
  other('HIPAA', '164.308(a)(7)(ii)(B)', 'Disaster recovery plan'),
  other('HIPAA', '164.308(a)(7)(ii)(D)', 'Testing and revision procedures'),
  nist('CP-9(1)', 'System backup: testing for reliability and integrity', ['cp-9.1', 'cp-9.1_smt']),
  nist('CP-9(2)', 'System backup: test restoration using sampling', ['cp-9.2', 'cp-9.2_smt']),
  nist('CP-10(4)', 'System recovery: restore within time period', ['cp-10.4', 'cp-10.4_smt']),
];

const BACKED_UP = [
  other('ISO/IEC 27001', 'A.8.13', 'Information backup'),
  nist('CP-9', 'System backup', ['cp-9', 'cp-9_smt.a']),
];

const REPLICATED = [
  other('ISO/IEC 27001', 'A.8.14', 'Redundancy of information processing facilities'),
  nist('CP-6(2)', 'Alternate storage site: recovery time and recovery point objectives', [
    'cp-6.2',
    'cp-6.2_smt',
  ]),
];

/**
 * What a run of that kind is evidence for, whatever it came to. A failover ends at the alternate site; only a switchover that
 * goes back as well brings the system to where it was. The first stage of a failback changes no roles, and tests nothing.
 */
export function controlsOf(judgement: Judgement): readonly Control[] {
  switch (judgement.kind) {
    case 'restore':
      return RESTORED;
    case 'backup':
      return BACKED_UP;
    case 'replication-check':
      return REPLICATED;
    case 'switchover':
      return judgement.reprotection ? [] : switchedControls(judgement.legs.map(({ leg }) => leg));
    default:
      return [...TESTED_RECOVERY, ALTERNATE_SITE, AUTOMATED];
  }
}

function switchedControls(legs: readonly string[]): readonly Control[] {
  const back = legs.includes('back') ? [RECONSTITUTED] : [];
  return [...TESTED_RECOVERY, ALTERNATE_SITE, AUTOMATED, ...back];
}
