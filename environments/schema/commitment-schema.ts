import { z } from 'zod';

const years = z.union([z.literal(1), z.literal(3)]).describe('Years for which it was bought.');
const payment = z
  .enum(['none', 'partial', 'all'])
  .default('none')
  .describe('How much was paid up front; what was is spread over the term. Default: nothing.');
const region = z.string().min(1).describe('The one region in which it counts.');
const usdPerHour = z
  .number()
  .positive()
  .max(1e6)
  .describe('USD that are paid every hour, used or not: what it costs, after the discount.');
const count = z.int().min(1).max(100_000).describe('How many of them.');

const spend = <K extends string>(kind: K, what: string) =>
  z.strictObject({ kind: z.literal(kind).describe(what), usdPerHour, years });

const reserved = <K extends string>(kind: K, what: string, type: string) =>
  z.strictObject({
    kind: z.literal(kind).describe(what),
    type: z.string().min(1).describe(`${type}; those of the same family count by their size.`),
    count,
    region,
    years,
  });

/** What of an environment's capacity is already bought for years, by cloud. */
export const commitmentSchema = z
  .strictObject({
    aws: z
      .array(
        z.discriminatedUnion('kind', [
          reserved(
            'reserved-database',
            'Reserved instances of RDS.',
            'Class of the database, e.g. `db.m7g.large`',
          ).extend({
            payment,
          }),
          reserved(
            'reserved-cache',
            'Reserved nodes of ElastiCache.',
            'Type of the node, e.g. `cache.m7g.large`',
          ).extend({
            payment,
          }),
          spend('compute-savings-plan', 'Machines of any family in any region.').extend({ payment }),
        ]),
      )
      .default([])
      .describe('Those of AWS. Default: none.'),
    google: z
      .array(
        z.discriminatedUnion('kind', [
          z.strictObject({
            kind: z.literal('resource-cud').describe('Processors and memory of one machine series.'),
            series: z.string().min(1).describe('Series of machines, e.g. `n4`.'),
            vcpus: z.int().min(1).max(1e6).describe('Processors that are committed.'),
            memoryGiB: z.number().positive().max(1e7).describe('GiB of memory that are committed.'),
            region,
            years,
          }),
          spend('flexible-cud', 'Machines without GPUs, of any series in any region.'),
          spend('database-cud', 'Processors and memory of Cloud SQL.').extend({ region }),
        ]),
      )
      .default([])
      .describe('Those of Google Cloud. Default: none.'),
    azure: z
      .array(
        z.discriminatedUnion('kind', [
          reserved('reservation', 'Reserved machines.', 'Machine, e.g. `Standard_D8s_v6`'),
          reserved(
            'reserved-database',
            'Reserved capacity of Database for PostgreSQL.',
            'Name of the server, e.g. `GP_Standard_D2ds_v5`',
          ),
          spend('savings-plan', 'Machines of any family in any region.'),
        ]),
      )
      .default([])
      .describe('Those of Azure. Default: none.'),
  })
  .describe(
    'Commitments and reservations that count for this environment, by cloud: its share where others use them too. Bills take what they cover off the list price and add what of them is not used; nothing is bought by them. Default: none.',
  );

export type CommitmentsConfig = z.output<typeof commitmentSchema>;
