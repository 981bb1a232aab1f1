import { z } from 'zod';
import type { EnvironmentConfig } from '../../../environments/schema/environment-schema';
import { services } from '../../../services';
import { type FoundWord, pathBelow } from './edit-words';

/** What a schema says under its defaults and its "may be left out". */
function bare(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault)
    return bare(schema.def.innerType);
  return schema;
}

function placesIn(schema: z.core.$ZodType, wanted: z.core.$ZodType, value: unknown, path: string): FoundWord[] {
  const own = bare(schema);
  if (own === wanted) return [{ path, value }];
  if (typeof value !== 'object' || value === null) return [];
  const entries = value as Readonly<Record<string, unknown>>;
  if (own instanceof z.ZodRecord) {
    const { valueType } = own.def;
    return Object.entries(entries).flatMap(([key, one]) => placesIn(valueType, wanted, one, pathBelow(path, key)));
  }
  if (!(own instanceof z.ZodObject)) return [];
  const shape: Readonly<Record<string, z.core.$ZodType>> = own.shape;
  return Object.entries(shape).flatMap(([key, one]) => placesIn(one, wanted, entries[key], pathBelow(path, key)));
}

/**
 * Every place of the services of an environment that takes what a schema describes, also where it says nothing yet.
 * `value` is `undefined` there.
 */
export const servicePlaces = (config: Pick<EnvironmentConfig, 'services'>, wanted: z.core.$ZodType): FoundWord[] =>
  Object.values(services).flatMap((service) =>
    placesIn(service.config, wanted, config.services[service.name], pathBelow('services', service.name)),
  );
