import * as z from 'zod';
import { LONGEST_SITE_BUCKET } from '../divergence/divergence-bucket.ts';
import { withForm } from './plan-forms.ts';

/** Plan, site, service, database, bucket and group names: they become parts of object keys and execution names. */
export const planName = withForm(
  z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{0,39}$/,
      'a name of lower-case letters, digits and hyphens, at most 40 characters',
    ),
  'name',
);

/** A name that stands for something else in the plan, such as a service; `what` is the word for it. */
export const nameOf = (what: string) => withForm(planName.clone(), what);

/** An AWS region, or the name of a data centre that is driven through the same API. */
export const regionName = withForm(
  z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/, 'a region such as eu-central-1'),
  'region',
);

/** RDS User Guide, "Naming constraints in Amazon RDS": DB instance identifier. */
export const instanceIdentifier = withForm(
  z
    .string()
    .regex(
      /^(?!.*--)[a-z][a-z0-9-]{0,61}[a-z0-9]$/,
      'an instance identifier of 2 to 63 lower-case letters, digits and single hyphens',
    ),
  'instance identifier',
);

/** S3 User Guide, "General purpose bucket naming rules". */
export const bucketName = withForm(
  z
    .string()
    .regex(
      /^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
      'a bucket name of 3 to 63 lower-case letters, digits, dots and hyphens',
    ),
  'bucket',
);

/** The name of a site's own, which leaves room for that of its divergence store. */
export const siteBucketName = withForm(
  bucketName
    .clone()
    .max(
      LONGEST_SITE_BUCKET,
      `a bucket name of at most ${LONGEST_SITE_BUCKET} characters: another one is named after it`,
    ),
  'bucket',
);

/** A role or database of PostgreSQL that needs no quotes. */
export const sqlName = withForm(
  z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/, 'an SQL name of lower-case letters, digits and underscores'),
  'SQL name',
);

export const sqlTableName = withForm(
  z
    .string()
    .regex(
      /^[a-z_][a-z0-9_]{0,62}\.[a-z_][a-z0-9_]{0,62}$/,
      'a table with its schema, such as public.outbox',
    ),
  'schema.table',
);

/** Name or ARN of a secret; never the secret itself. */
export const secretName = withForm(
  z.string().regex(/^[A-Za-z0-9/_+=.@:-]{1,256}$/, 'the name of a secret, such as muster/orders/operator'),
  'name of a secret',
);

/** EC2: "sg-" and 8 or 17 hexadecimal digits. */
export const securityGroup = withForm(
  z.string().regex(/^sg-[0-9a-f]{8}([0-9a-f]{9})?$/, 'a security group such as sg-0123456789abcdef0'),
  'security group',
);

export const hostName = withForm(
  z.string().regex(/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/, 'a host name such as db.example.com'),
  'host',
);

export const port = z.int().min(1).max(65_535);

/** A text that a person reads. */
export const prose = withForm(z.string().max(2_000), 'text');
