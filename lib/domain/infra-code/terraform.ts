import type { InfraChange } from './infra-change.ts';

/** Address of the resource that an instance is in a configuration, by the instance's name. */
export type Addresses = Readonly<Record<string, string>>;

export interface InfraCode {
  readonly run: string;
  readonly changes: readonly InfraChange[];
  readonly addresses: Addresses;
}

/** By which an instance is found that was given no address. */
function addressOf({ addresses }: InfraCode, instance: string): string {
  return addresses[instance] ?? `aws_db_instance.${instance.replaceAll('-', '_')}`;
}

/**
 * What brings a Terraform or OpenTofu configuration in line with a run: blocks, and as comments what is to be changed by
 * hand. Since version 5 the provider knows an instance by its resource ID, which a server that was made anew under the
 * same identifier does not share, and `identifier` and `replicate_source_db` are changed in place
 * (registry.terraform.io/providers/hashicorp/aws: aws_db_instance).
 */
export function terraformCode(code: InfraCode): string {
  return [
    ...HEAD.map((line) => `# ${line.replace('RUN', code.run)}`.trimEnd()),
    ...code.changes.flatMap((change) => ['', ...BLOCKS[change.kind](code, change)]),
    '',
  ].join('\n');
}

const HEAD = [
  'What run RUN has changed, for Terraform 1.7 or OpenTofu 1.7 and version 5 of the AWS provider or later.',
  'Nobody applies this configuration before these changes are in it. Look at the plan: it has to say',
  '"0 to add" and "0 to destroy", and nothing "must be replaced". Never taint a promoted instance.',
];

type Blocks = (code: InfraCode, change: InfraChange) => readonly string[];

const BLOCKS: Readonly<Record<InfraChange['kind'], Blocks>> = {
  promoted: (code, { instance, region }) => [
    `# ${instance} in ${region} was promoted. In its resource, which stays at its address,`,
    '# remove:  replicate_source_db',
    '# and take over none of these from the other instance, for each of them would replace it:',
    `# keep:    ${REPLACING.join(', ')}`,
    `# address: ${addressOf(code, instance)}`,
  ],
  left: (code, { instance, region }) => {
    const address = addressOf(code, instance);
    return [
      `# ${instance} in ${region} stands fenced. It may hold rows that nobody else has: it is forgotten, and not destroyed,`,
      '# until a failback has made a replica in its name. Delete its resource, and keep this block.',
      'removed {',
      `  from = ${address}`,
      '',
      '  lifecycle {',
      '    destroy = false',
      '  }',
      '}',
    ];
  },
  rebuilt: (code, change) => {
    if (change.kind !== 'rebuilt') return [];
    const [address, source] = [addressOf(code, change.instance), addressOf(code, change.source.instance)];
    return [
      `# ${change.instance} in ${change.region} is another server now, a replica of ${change.source.instance}. First, where the state has it still:`,
      `# run:     terraform state rm '${address}'`,
      '# In its resource',
      `# set:     replicate_source_db = ${source}.arn`,
      `# remove:  ${OF_A_PRIMARY.join(', ')}`,
      '# and delete a removed block of its address, if there is one.',
      'import {',
      `  to = ${address}`,
      `  id = "${change.instance}"`,
      '}',
    ];
  },
};

/** Arguments whose change replaces an instance (the provider's schema: ForceNew). */
export const REPLACING = [
  'availability_zone',
  'backup_target',
  'character_set_name',
  'custom_iam_instance_profile',
  'db_name',
  'engine',
  'kms_key_id',
  'nchar_character_set_name',
  'restore_to_point_in_time',
  'snapshot_identifier',
  'storage_encrypted',
  'timezone',
  'username',
] as const;

/** What a replica has of its source; username and db_name conflict with replicate_source_db. */
const OF_A_PRIMARY = ['username', 'password', 'manage_master_user_password', 'db_name', 'engine'] as const;
