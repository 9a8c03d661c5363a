import { describe, expect, it } from 'vitest';
import { bytesOf, changed, planOf, problemsOf, SMALL_PLAN } from './small-plan.ts';

const OTHER_FILE = 'save it as UTF-8 text, or name the file that holds the plan';

describe('a plan that says the least', () => {
  it('is filled with the documented defaults', () => {
    const plan = planOf(SMALL_PLAN);
    expect(plan.objectives).toEqual({
      rto: { iso: 'PT1H', seconds: 3600 },
      rpo: { iso: 'PT1H', seconds: 3600 },
      withoutSecondCopy: { iso: 'P1D', seconds: 86_400 },
    });
    expect(plan.heartbeat).toEqual({
      interval: { iso: 'PT0.02S', seconds: 0.02 },
      goodToRecover: 3,
      segment: { iso: 'PT10M', seconds: 600 },
    });
    expect(plan.drills.failover).toEqual({
      mode: 'isolated',
      lasts: { iso: 'PT15M', seconds: 900 },
      disruption: { adapter: 'fis', fault: 'region-loss', conditions: [] },
      nonCritical: [],
      stopConditions: [],
    });
    expect(plan.services[0]).toEqual({
      name: 'a',
      description: '',
      tier: 1,
      owner: 'unassigned',
      dependsOn: [],
      required: true,
      healthCheck: { kind: 'http', url: 'http://a.example/', timeout: { iso: 'PT1S', seconds: 1 } },
      stores: [],
      objectives: {},
    });
  });

  it('may begin with a byte order mark, and be JSON on one line', () => {
    expect(problemsOf(`\ufeff${SMALL_PLAN}`)).toEqual([]);
    const { databases, services, sites } = JSON.parse(
      JSON.stringify({
        sites: planOf(SMALL_PLAN).sites,
        services: [],
        databases: planOf(SMALL_PLAN).databases,
      }),
    );
    expect(
      problemsOf(JSON.stringify({ schemaVersion: 1, name: 'small', sites, services, databases })),
    ).toEqual([]);
  });
});

const CASES: readonly (readonly [what: string, plan: string, problems: readonly string[]])[] = [
  [
    'a misspelt key',
    changed('dependsOn', 'depends_on'),
    [
      'p.yaml:10:5: services[1].depends_on: expected a known key, found the unknown key "depends_on"\n    did you mean "dependsOn"?',
    ],
  ],
  [
    'an unknown key that resembles none',
    changed('frontDoor: { host: db.example }', 'frontDoor: { host: db.example, colour: red }'),
    [
      'p.yaml:17:36: databases[0].frontDoor.colour: expected one of the keys host, port, found the unknown key "colour"',
    ],
  ],
  [
    'a key of the other kind of health check',
    changed("url: 'http://a.example/'", "url: 'http://a.example/', port: 80"),
    [
      'p.yaml:8:58: services[0].healthCheck.port: expected one of the keys kind, url, timeout, found the unknown key "port"',
    ],
  ],
  [
    'a wrong type',
    changed('name: small', 'name: 7'),
    ['p.yaml:2:7: name: expected text, found the number 7'],
  ],
  [
    'a missing key',
    changed('    fencedRoles: [app]\n', ''),
    ['p.yaml:13:5: databases[0].fencedRoles: expected a list, found nothing'],
  ],
  [
    'an empty value',
    changed('sites:\n', 'hold:\nsites:\n'),
    ['p.yaml:3:6: hold: expected text, found an empty value'],
  ],
  [
    'a wrong unit',
    `${SMALL_PLAN}objectives: { rto: 1h }\n`,
    [
      'p.yaml:21:20: objectives.rto: expected an ISO 8601 duration such as PT1H, PT30S or PT0.02S, found "1h"',
    ],
  ],
  [
    'a number where a duration belongs',
    `${SMALL_PLAN}hold: 3\n`,
    ['p.yaml:21:7: hold: expected text, found the number 3'],
  ],
  [
    'a negative duration',
    `${SMALL_PLAN}hold: -PT3S\n`,
    ['p.yaml:21:7: hold: expected a duration that is not negative, found "-PT3S"'],
  ],
  [
    'a duration in months',
    `${SMALL_PLAN}objectives: { rpo: P1M }\n`,
    [
      'p.yaml:21:20: objectives.rpo: expected a duration in weeks, days, hours, minutes and seconds (a month has no fixed length), found "P1M"',
    ],
  ],
  [
    'a fraction where AWS takes whole seconds',
    `${SMALL_PLAN}hold: PT0.5S\n`,
    ['p.yaml:21:7: hold: expected a duration in whole seconds, found "PT0.5S"'],
  ],
  [
    'a segment beyond what a Lambda call lasts',
    `${SMALL_PLAN}heartbeat: { segment: PT11M }\n`,
    ['p.yaml:21:23: heartbeat.segment: expected a duration of at most 600 s, found "PT11M"'],
  ],
  [
    'a choice that is none',
    `${SMALL_PLAN}drills: { failover: { disruption: { fault: region-los } } }\n`,
    [
      'p.yaml:21:44: drills.failover.disruption.fault: expected one of region-loss, region-loss=refused, partition, partition=regions, partition=clients, partition=link, freeze, full-disk, found "region-los"\n    did you mean "region-loss"?',
    ],
  ],
  [
    'conditions that are none, or no condition, or of one kind',
    `${SMALL_PLAN}drills: { failover: { disruption: { conditions: [slow-api, freeze, bandwidth=1MB/s, bandwidth=2MB/s] } } }\n`,
    [
      'p.yaml:21:50: drills.failover.disruption.conditions[0]: expected such as slow-api=200ms or slow-api=200ms@rds, above 0 and at most 10 minutes, in ms, s or m, for all or one of rds, s3, secretsmanager, found "slow-api"',
      'p.yaml:21:60: drills.failover.disruption.conditions[1]: expected one of replication-delay=5s, bandwidth=1MB/s, slow-api=200ms, slow-api=200ms@rds, throttled-api=20%, throttled-api=20%@s3, api-errors=20%, api-errors=20%@secretsmanager, found "freeze"',
      'p.yaml:21:85: drills.failover.disruption.conditions[3]: expected a condition of another kind than those before it, found "bandwidth=2MB/s"',
    ],
  ],
  [
    'a kind of health check that is none',
    changed('kind: tcp', 'kind: udp'),
    ['p.yaml:11:26: services[1].healthCheck.kind: expected one of http, tcp, found "udp"'],
  ],
  [
    'a version of the future',
    changed('schemaVersion: 1', 'schemaVersion: 2'),
    ['p.yaml:1:16: schemaVersion: expected 1, found the number 2'],
  ],
  [
    'a time zone that is none',
    `${SMALL_PLAN}timeZone: Europe/Atlantis\n`,
    ['p.yaml:21:11: timeZone: expected an IANA time zone such as Europe/Berlin, found "Europe/Atlantis"'],
  ],
  [
    'a cycle',
    changed('  - name: a\n', '  - name: a\n    dependsOn: [b]\n'),
    [
      'p.yaml:8:16: services[0].dependsOn: expected dependencies without a cycle, found a → b → a\n    remove one of these dependencies: none of these services could recover first',
    ],
  ],
  [
    'a service that depends on an unknown one',
    changed('dependsOn: [a]', 'dependsOn: [a, catalogue]'),
    [
      'p.yaml:10:20: services[1].dependsOn[1]: expected the name of a service of this plan (a, b), found the unknown "catalogue"',
    ],
  ],
  [
    'an unknown store',
    changed('dependsOn: [a]', 'stores: [dbb]'),
    [
      'p.yaml:10:14: services[1].stores[0]: expected the name of a database or bucket of this plan (db), found the unknown "dbb"\n    did you mean "db"?',
    ],
  ],
  [
    'an unknown database of a check',
    `${SMALL_PLAN}drills: { restore: { checks: [{ name: c, database: other, sql: select 1, equals: 1 }] } }\n`,
    [
      'p.yaml:21:52: drills.restore.checks[0].database: expected the name of a database of this plan (db), found the unknown "other"',
    ],
  ],
  [
    'a region outside allowedRegions',
    `${SMALL_PLAN}allowedRegions: [eu-central-1]\n`,
    [
      'p.yaml:5:35: sites.recovery.region: expected one of the allowed regions eu-central-1, found "eu-west-1"\n    data may not leave allowedRegions: move the site, or allow its region',
    ],
  ],
  [
    'two sites in one region',
    changed('eu-west-1', 'eu-central-1'),
    [
      'p.yaml:5:35: sites.recovery.region: expected a region of its own, since regions are lost whole, found eu-central-1, where primary stands',
    ],
  ],
  [
    'a replica at the primary site',
    changed('instance: app-west', 'instance: app-west, site: east'),
    ['p.yaml:16:42: databases[0].replica.site: expected west, the recovery site of this plan, found "east"'],
  ],
  [
    'two services of one name',
    changed('- name: b', '- name: a').replace('dependsOn: [a]', 'dependsOn: []'),
    [
      'p.yaml:9:11: services[1].name: expected a service name of its own, found "a", the name of services[0] already',
    ],
  ],
  [
    'a key that stands twice',
    `${SMALL_PLAN}name: other\n`,
    ['p.yaml:21:1: name: expected each key once in a map, found "name" again'],
  ],
  [
    'a detection that could never fire',
    `${SMALL_PLAN}heartbeat: { interval: PT1S }\n`,
    [
      'p.yaml:1:1: detect.within: expected at least 10 s, so that 3 attempts in a row can time out within it, found PT1S\n    lengthen detect.within, or shorten heartbeat.interval',
    ],
  ],
  [
    'a network that is closed by no group',
    `${SMALL_PLAN}fence: { rungs: [close-network] }\n`,
    [
      'p.yaml:21:8: fence.closedSecurityGroup: expected a security group that admits nobody, for close-network, found nothing',
    ],
  ],
  [
    'more approvals than people',
    `${SMALL_PLAN}approvals: { drill: { needed: 1 } }\n`,
    [
      'p.yaml:21:31: approvals.drill.needed: expected at most the number of approvals.people (0), found the number 1',
    ],
  ],
  [
    'a live drill that is not confirmed',
    `${SMALL_PLAN}drills: { failover: { mode: live } }\n`,
    [
      'p.yaml:21:21: drills.failover.confirmLive: expected small, the name of this plan, found nothing\n    a live drill changes what production uses: confirm it here',
    ],
  ],
  [
    'a blackout that ends before it starts',
    `${SMALL_PLAN}calendar: { blackouts: [{ name: x, from: 2027-01-02T00:00, to: 2027-01-01T00:00 }] }\n`,
    [
      'p.yaml:21:64: calendar.blackouts[0].to: expected an end after 2027-01-02T00:00, found 2027-01-01T00:00',
    ],
  ],
  [
    'several documents',
    `${SMALL_PLAN}---\nname: other\n`,
    ['p.yaml:21:1: expected one YAML document in the file, found a second document'],
  ],
  ['nothing', '', ['p.yaml:1:1: expected a recovery plan, found an empty file']],
  ['a comment alone', '# soon\n', ['p.yaml:1:1: expected a recovery plan, found an empty file']],
  ['a list', '[]', ['p.yaml:1:1: expected a map, found a list of 0 items']],
  [
    'broken YAML',
    'name: [a\n',
    [
      'p.yaml:2:1: expected valid YAML, found a flaw: flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ],
  [
    'an unknown tag',
    'name: !secret x\n',
    ['p.yaml:1:7: expected valid YAML, found a flaw: unresolved tag: !secret'],
  ],
  ['an alias of nothing', 'name: *n\n', ['p.yaml:1:7: expected an anchor above the alias, found *n']],
  [
    'a control character',
    'name: \u0000\n',
    [`p.yaml:1:7: expected text, found the control character U+0000\n    ${OTHER_FILE}`],
  ],
];

describe('a plan that is wrong is answered with place, expectation and finding', () => {
  it.each(CASES)('%s', (_what, plan, problems) => {
    expect(problemsOf(plan)).toEqual(problems);
  });

  it('names all problems at once, in the order of the file', () => {
    const plan = changed('name: small', 'name: Small').replace('port: 80', 'port: 0');
    expect(problemsOf(`${plan}hold: soon\n`)).toEqual([
      'p.yaml:2:7: name: expected a name of lower-case letters, digits and hyphens, at most 40 characters, found "Small"',
      'p.yaml:11:54: services[1].healthCheck.port: expected a number of at least 1, found the number 0',
      'p.yaml:21:7: hold: expected an ISO 8601 duration such as PT1H, PT30S or PT0.02S, found "soon"',
    ]);
  });

  it('says where a file stops being UTF-8', () => {
    expect(problemsOf(Uint8Array.from([...bytesOf('name: a\nb: '), 0xff, 0x00]))).toEqual([
      `p.yaml:2:4: expected text in UTF-8, found the byte 0xff\n    ${OTHER_FILE}`,
    ]);
  });

  it('names the first byte of what is no character, and not the one after it', () => {
    const latin = Uint8Array.from([...bytesOf('name: caf'), 0xe9, ...bytesOf('\nhold: PT1S')]);
    expect(problemsOf(latin)).toEqual([
      `p.yaml:1:10: expected text in UTF-8, found the byte 0xe9\n    ${OTHER_FILE}`,
    ]);
    const marked = Uint8Array.from([0xef, 0xbb, 0xbf, ...latin]);
    expect(problemsOf(marked)).toEqual(problemsOf(latin));
    expect(problemsOf(Uint8Array.from([...bytesOf('name: caf'), 0xc3]))).toEqual([
      `p.yaml:1:10: expected text in UTF-8, found the byte 0xc3\n    ${OTHER_FILE}`,
    ]);
  });

  it('says what UTF-16 is', () => {
    const little = Buffer.from('\uFEFFname: shop', 'utf16le');
    expect(problemsOf(little)).toEqual([
      'p.yaml:1:1: expected text in UTF-8, found the byte 0xff\n    it looks like UTF-16: save it as UTF-8',
    ]);
    expect(problemsOf(Buffer.from('name: shop', 'utf16le').swap16())).toEqual([
      'p.yaml:1:1: expected text, found the control character U+0000\n    it looks like UTF-16: save it as UTF-8',
    ]);
  });

  it('makes visible what a key would do to a terminal', () => {
    const [problem] = problemsOf(bytesOf(`${SMALL_PLAN}"\\e[31mred\\x9b\\u202e": 1\n`));
    expect(problem).toMatch(/: "\\u001b\[31mred\\u009b\\u202e": expected /);
  });

  it('refuses a name where people have pseudonyms', () => {
    const planWith = (name: string) =>
      `${SMALL_PLAN}evidence: { people: pseudonyms }\napprovals: { people: [{ name: person-0123456789abcdef }, { name: ${name} }] }\n`;
    expect(problemsOf(planWith('Head of data'))).toEqual([
      'p.yaml:22:66: approvals.people[1].name: expected a pseudonym such as person-0123456789abcdef, since evidence.people says so, found "Head of data"\n' +
        '    who that is `npx muster people pseudonym NAME --plan FILE` says',
    ]);
    expect(problemsOf(planWith('person-fedcba9876543210'))).toEqual([]);
  });

  it('refuses a secret, says where it is, and quotes nothing beside it', () => {
    const plan = changed('http://a.example/', 'http://muster:s3cr3t-x@a.example/').replace(
      'port: 80',
      'port: 0',
    );
    const problems = problemsOf(`${plan}# password: hunter-2\n`);
    const said =
      'expected no secret, since the plan is part of the evidence, found what looks like one\n' +
      '    keep it in AWS Secrets Manager, and write here what it is called there';
    expect(problems).toEqual([expect.stringMatching(/^p\.yaml:\d+:\d+: /), `p.yaml:21:13: ${said}`]);
    expect(problems[0]).toContain(said);
    expect(problems.join(' ')).not.toMatch(/s3cr3t|hunter/);
  });

  it('does not parse what is too large', () => {
    expect(problemsOf(new Uint8Array(10_000_000))).toEqual([
      `p.yaml:1:1: expected a plan of at most 1048576 bytes, found 10000000 or more\n    ${OTHER_FILE}`,
    ]);
  });
});
