import { z } from 'zod';
import type { Complaint } from './complaint';
import type { CredentialNeed } from './needs';

const cidr = z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, 'an IPv4 range such as 10.20.0.0/16');

const cidrs = z
  .array(cidr)
  .default([])
  .describe('Private addresses of the warehouse (private link); left empty: it is on the internet.');

const word = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/, 'letters, digits and underscores');

/** A warehouse that somebody else runs. What signs in there is entered once by a person, and never part of this. */
export const externalWarehouse = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('snowflake'),
      host: z
        .string()
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*\.snowflakecomputing\.com$/, '<account>.snowflakecomputing.com')
        .describe('Of the account, e.g. `acme-analytics.snowflakecomputing.com`.'),
      warehouse: word.describe('Virtual warehouse that queries run in.'),
      database: word,
      schema: word.default('PUBLIC'),
      role: word.describe('Role of the service user.'),
      cidrs,
    }),
    z.strictObject({
      kind: z.literal('databricks'),
      host: z
        .string()
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'the host name of a workspace')
        .describe('Of the workspace.'),
      httpPath: z
        .string()
        .regex(/^\/sql\/[\w./-]+$/, 'e.g. /sql/1.0/warehouses/0123456789abcdef')
        .describe('Of the SQL warehouse.'),
      catalog: word.default('main'),
      schema: word.default('default'),
      cidrs,
    }),
  ])
  .describe('A warehouse outside the site.');

export type ExternalWarehouse = z.output<typeof externalWarehouse>;

/** Names of warehouses; `postgres` and `lakehouse` are the site's own. */
export const warehouseName = z.string().regex(/^[a-z][a-z0-9]{0,19}$/, 'lower case letters and digits, at most 20');

/** Keys of the credential: a service user with a key pair, or a service principal. Neither has a password. */
const credentialKeys = {
  snowflake: ['user', 'private-key'],
  databricks: ['client-id', 'client-secret'],
} as const satisfies Readonly<Record<ExternalWarehouse['kind'], readonly string[]>>;

type WarehouseNeedName = `outside${string}`;

export const warehouseNeedName = (name: string): WarehouseNeedName =>
  `outside${name.charAt(0).toUpperCase()}${name.slice(1)}`;

/** One credential for each warehouse. */
export const warehouseNeeds = (
  warehouses: Readonly<Record<string, ExternalWarehouse>>,
): Record<WarehouseNeedName, CredentialNeed> =>
  Object.fromEntries(
    Object.entries(warehouses).map(([name, { kind, host }]) => [
      warehouseNeedName(name),
      { kind: 'credential', keys: credentialKeys[kind], description: `Service user of ${kind} at ${host}` },
    ]),
  );

/** A name that stands for no warehouse. */
export const unknownWarehouse = (path: string, name: string, known: readonly string[]): Complaint[] =>
  known.includes(name)
    ? []
    : [
        {
          code: 'SERVICE_CONFLICT',
          path,
          message: `there is no warehouse ${name}`,
          value: name,
          allowed: known,
          fix: `describe it under warehouses.${name}, or name one that exists`,
        },
      ];
