import { z } from 'zod';
import type { Complaint } from './complaint';
import { keptSchema, parameterSchema } from './parameter-schema';
import { keptParameters, type PostgresParameterName, postgresParameters } from './postgres-parameters';
import type { ServerParameter } from './server-parameters';

const table: Readonly<Record<string, ServerParameter>> = postgresParameters;

type ParameterShape = { [P in PostgresParameterName]: ReturnType<typeof parameterSchema> };

const names = Object.keys(postgresParameters) as PostgresParameterName[];

export const postgresParametersSchema = z
  .strictObject({
    ...(Object.fromEntries(
      names.map((name) => [name, parameterSchema(name, postgresParameters[name])]),
    ) as ParameterShape),
    ...(Object.fromEntries(Object.entries(keptParameters).map(([name, why]) => [name, keptSchema(why)])) as object),
  })
  .describe("Settings of the server by PostgreSQL's own names, the same on every cloud.");

export const readReplicas = z
  .int()
  .min(0)
  .max(15)
  .default(0)
  .describe(
    'Copies that only answer reads, seconds behind; their addresses are in the Secret under `readHosts`. Each costs as much as the server itself.',
  );

interface Words {
  readonly majorVersion: number;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Parameters that the chosen version does not have yet. */
export const postgresComplaints = (path: string, { majorVersion, parameters = {} }: Words): Complaint[] =>
  Object.keys(parameters).flatMap((name): Complaint[] => {
    const since = table[name]?.since;
    if (since === undefined || majorVersion >= since) return [];
    return [
      {
        code: 'VERSION_PAIR',
        path: `${path}.parameters.${name}`,
        message: `PostgreSQL ${majorVersion} does not have it yet`,
        value: parameters[name],
        allowed: [`majorVersion: ${since}`],
        fix: `set majorVersion to ${since}, or leave the parameter out`,
      },
    ];
  });
