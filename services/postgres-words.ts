import { z } from 'zod';
import type { Complaint } from './complaint';
import {
  inUnits,
  keptParameters,
  type PostgresParameter,
  type PostgresParameterName,
  postgresParameters,
  unitsOf,
} from './postgres-parameters';

const table: Readonly<Record<string, PostgresParameter>> = postgresParameters;

/** What may stand at a parameter, as people read it. */
export function allowedValues(parameter: PostgresParameter): readonly string[] {
  switch (parameter.kind) {
    case 'amount':
      return [
        `${parameter.min} to ${parameter.max}`,
        `units: ${unitsOf(parameter.unit).join(', ')}`,
        ...(parameter.zero ? [`0: ${parameter.zero}`] : []),
      ];
    case 'switch':
      return ['true', 'false'];
    case 'choice':
      return parameter.values;
    default:
      return [`${parameter.min} to ${parameter.max}`];
  }
}

function isAllowed(parameter: PostgresParameter, value: unknown): boolean {
  switch (parameter.kind) {
    case 'switch':
      return typeof value === 'boolean';
    case 'choice':
      return parameter.values.some((one) => one === value);
    case 'amount': {
      if (value === 0 || value === '0') return parameter.zero !== undefined;
      if (typeof value !== 'string') return false;
      const [given, min, max] = [value, parameter.min, parameter.max].map((text) => inUnits(text, parameter.unit));
      return given !== undefined && given >= (min ?? 0) && given <= (max ?? 0);
    }
    default:
      return (
        typeof value === 'number' &&
        value >= parameter.min &&
        value <= parameter.max &&
        (parameter.kind === 'fraction' || Number.isInteger(value))
      );
  }
}

const literals = {
  amount: [z.string(), z.literal(0)],
  switch: [z.boolean()],
  choice: [z.string()],
  whole: [z.number()],
  fraction: [z.number()],
} as const;

/** One parameter: its form by the schema, its range by what `allowedValues` says. */
const parameterSchema = (name: PostgresParameterName) => {
  const parameter: PostgresParameter = postgresParameters[name];
  return z
    .union(literals[parameter.kind] as readonly [z.ZodType<string | number | boolean>])
    .check((context) => {
      if (isAllowed(parameter, context.value)) return;
      const allowed = allowedValues(parameter);
      context.issues.push({
        code: 'custom',
        input: context.value,
        message: `no value of ${name}: ${allowed.join('; ')}`,
        params: { allowed },
      });
    })
    .optional()
    .describe(`${parameter.summary} ${allowedValues(parameter).join('; ')}.`);
};

/** Named, so that whoever writes one is told why it stays as it is. */
const keptSchema = (why: string) =>
  z
    .unknown()
    .refine((value) => value === undefined, {
      error: `not to be set: it ${why}`,
      params: { allowed: ['leave it out'] },
    })
    .optional()
    .meta({ description: `Not to be set: it ${why}.`, deprecated: true });

type ParameterShape = { [P in PostgresParameterName]: ReturnType<typeof parameterSchema> };

const names = Object.keys(postgresParameters) as PostgresParameterName[];

export const postgresParametersSchema = z
  .strictObject({
    ...(Object.fromEntries(names.map((name) => [name, parameterSchema(name)])) as ParameterShape),
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
