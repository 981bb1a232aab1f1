import { z } from 'zod';
import { environmentSchema } from '../../environments/schema/environment-schema';

/** The part of JSON Schema that zod writes. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
}

/** What may be written in an environment file, before defaults are filled in. */
export const environmentJsonSchema = (): JsonSchema => ({
  ...(z.toJSONSchema(environmentSchema, { io: 'input' }) as JsonSchema),
  ...{ title: 'Evenkeel environment', $comment: 'Made by `npm run docs` from the code; changes by hand are lost.' },
});
