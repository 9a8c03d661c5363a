import { escapeIdentifier } from 'pg';

/** Of its own, where no table of a plan's can be. */
const SCHEMA = 'sandbox_shop';
const CUSTOMERS = 2_000;
const ORDERS = 6_000;

/**
 * Tables of an application with rows in them, so that a drill on data has something to prove: the same in every
 * sandbox, of many types, with a foreign key, an index and sequences. Keys are added when the rows are there, which
 * takes a third of the time.
 */
export function applicationSql(appRole: string): readonly string[] {
  const role = escapeIdentifier(appRole);
  return [
    `create schema if not exists ${SCHEMA}`,
    TABLES,
    ROWS,
    KEYS,
    // Else the server would do so by itself, some time during a drill.
    `vacuum (analyze) ${SCHEMA}.customers, ${SCHEMA}.orders`,
    `grant usage on schema ${SCHEMA} to ${role}`,
    `grant select, insert, update on all tables in schema ${SCHEMA} to ${role}`,
  ];
}

const TABLES = `create table ${SCHEMA}.customers (
  id bigint generated always as identity,
  email text not null,
  name text,
  active boolean not null,
  registered_at timestamptz not null,
  preferences jsonb not null default '{}'
);
create table ${SCHEMA}.orders (
  id bigint generated always as identity,
  customer bigint not null,
  placed_at timestamptz not null,
  total numeric(10, 2) not null check (total >= 0),
  delivery_on date,
  status text not null,
  receipt bytea
)`;

/** Every value follows from the row's number: no clock and no chance. */
const ROWS = `insert into ${SCHEMA}.customers (email, name, active, registered_at, preferences)
select 'customer-' || n || '@shop.example',
  case when n % 7 > 0 then 'Zoë Müller ' || n end,
  n % 5 > 0,
  timestamptz '2025-01-01 00:00:00+00' + n * interval '97 minutes',
  jsonb_build_object('language', (array['de', 'en', 'fr'])[1 + n % 3], 'newsletter', n % 2 = 0)
from generate_series(1, ${CUSTOMERS}) as n;
insert into ${SCHEMA}.orders (customer, placed_at, total, delivery_on, status, receipt)
select 1 + (n * 7919) % ${CUSTOMERS},
  timestamptz '2025-06-01 00:00:00+00' + n * interval '31 minutes 7.123456 seconds',
  (n * 37 % 50000) / 100.0,
  case when n % 4 > 0 then date '2025-06-03' + n / 46 end,
  (array['placed', 'paid', 'sent', 'returned'])[1 + n % 4],
  case when n % 9 = 0 then decode(md5(n::text), 'hex') end
from generate_series(1, ${ORDERS}) as n`;

const KEYS = `alter table ${SCHEMA}.customers add primary key (id), add unique (email);
alter table ${SCHEMA}.orders add primary key (id), add foreign key (customer) references ${SCHEMA}.customers;
create index orders_by_customer on ${SCHEMA}.orders (customer, placed_at)`;
