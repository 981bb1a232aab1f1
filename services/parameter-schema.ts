import { z } from 'zod';
import { inUnits, type ServerParameter, unitsOf } from './server-parameters';

/** What may stand at a parameter, as people read it. */
function allowedValues(parameter: ServerParameter): readonly string[] {
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

function isAllowed(parameter: ServerParameter, value: unknown): boolean {
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
export const parameterSchema = (name: string, parameter: ServerParameter) =>
  z
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

/** Named, so that whoever writes one is told why it stays as it is. */
export const keptSchema = (why: string) =>
  z
    .unknown()
    .refine((value) => value === undefined, {
      error: `not to be set: it ${why}`,
      params: { allowed: ['leave it out'] },
    })
    .optional()
    .meta({ description: `Not to be set: it ${why}.`, deprecated: true });
