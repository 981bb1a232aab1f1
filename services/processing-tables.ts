import { z } from 'zod';
import type { Complaint } from './complaint';
import type { EnabledServices } from './define-service';
import type { Batches } from './processing-batches';
import type { Streams } from './processing-streams';

export const catalogSchema = z
  .literal('lakehouse')
  .optional()
  .describe('Tables of the service `lakehouse`: its catalogue and the right to their files. Default: none.');

interface Programs {
  readonly streams: Streams;
  readonly batches: Batches;
}

/** Release of Iceberg, and the minor versions of Spark that it has a runtime for. */
export const icebergRuntime = { version: '1.11.0', spark: ['4.0', '4.1'], flink: '2.1' } as const;

const named = ({ streams, batches }: Programs): [path: string, program: { readonly catalog?: 'lakehouse' }][] => [
  ...Object.entries(streams).map(([name, one]): [string, typeof one] => [`streams.${name}`, one]),
  ...Object.entries(batches).map(([name, one]): [string, typeof one] => [`batches.${name}`, one]),
];

export const usesTables = (programs: Programs): boolean => named(programs).some(([, { catalog }]) => catalog);

const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');

const withoutLakehouse = (programs: Programs, enabled: EnabledServices): Complaint[] =>
  enabled.has('lakehouse')
    ? []
    : named(programs).flatMap(([path, { catalog }]): Complaint[] =>
        catalog
          ? [
              {
                code: 'SERVICE_MISSING',
                path: `${path}.catalog`,
                message: 'the tables belong to a service that the environment does not run',
                value: catalog,
                allowed: ['lakehouse under services'],
                fix: 'add services.lakehouse: {}, or leave catalog out',
              },
            ]
          : [],
      );

const sparkTooNew = ({ batches }: Programs): Complaint[] =>
  Object.entries(batches).flatMap(([name, { catalog, sparkVersion }]): Complaint[] =>
    !catalog || (icebergRuntime.spark as readonly string[]).includes(minorOf(sparkVersion))
      ? []
      : [
          {
            code: 'VERSION_PAIR',
            path: `batches.${name}.sparkVersion`,
            message: `Iceberg ${icebergRuntime.version} has no runtime for this Spark`,
            value: sparkVersion,
            allowed: icebergRuntime.spark.map((minor) => `${minor}.x`),
            fix: 'use a Spark of the list, or leave catalog out',
          },
        ],
  );

export const tableComplaints = (programs: Programs, enabled: EnabledServices): Complaint[] => [
  ...withoutLakehouse(programs, enabled),
  ...sparkTooNew(programs),
];
