import type { z } from 'zod';
import type { Finding } from '../model/finding';
import { type EnvironmentConfig, environmentSchema } from './environment-schema';
import { type SiteConfig, siteSchema } from './site-schema';
import { findingsOf } from './zod-findings';

/** What could be understood of an environment: rules look at the sound parts even where others are broken. */
export type EnvironmentView = Partial<Omit<EnvironmentConfig, 'sites'>> & {
  /** In the order of the file; broken sites are missing, so each carries its index. */
  readonly sites: readonly { readonly index: number; readonly site: SiteConfig }[];
};

export interface ParsedEnvironment {
  readonly view: EnvironmentView;
  /** Set when nothing is wrong with the form. */
  readonly config?: EnvironmentConfig;
  readonly findings: readonly Finding[];
}

/** Keys that are named only to say why they are refused. */
const isRefused = (schema: unknown): boolean => (schema as z.ZodType | undefined)?.meta()?.deprecated === true;

const keysAt = (schema: unknown, path: readonly PropertyKey[]): readonly string[] | undefined => {
  const [key, ...rest] = path;
  const def = (schema as { def?: Record<string, unknown> } | undefined)?.def;
  if (!def) return undefined;
  if ('innerType' in def) return keysAt(def.innerType, path);
  const shape = def.shape as Record<string, unknown> | undefined;
  if (key === undefined) {
    return (
      shape &&
      Object.keys(shape)
        .filter((name) => !isRefused(shape[name]))
        .sort()
    );
  }
  return keysAt(shape ? shape[String(key)] : (def.element ?? def.valueType), rest);
};

/** The keys of the union member that the site's cloud chooses. */
const siteKeys = (input: unknown, path: readonly PropertyKey[]): readonly string[] | undefined => {
  const sites = (input as { sites?: unknown[] }).sites;
  const cloud = (sites?.[Number(path[1])] as { cloud?: string } | undefined)?.cloud;
  const member = siteSchema.options.find((option) => option.shape.cloud.value === cloud);
  return keysAt(member, path.slice(2));
};

const sound = <T>(schema: z.ZodType<T>, value: unknown): T | undefined => schema.safeParse(value).data;

/** `undefined` says as much as a missing key: a service that a condition leaves out is off, and no rule meets it. */
function withoutUndefined(input: unknown): unknown {
  const { services } = (input ?? {}) as { readonly services?: unknown };
  if (typeof services !== 'object' || services === null || Array.isArray(services)) return input;
  const stated = Object.entries(services).filter(([, config]) => config !== undefined);
  if (stated.length === Object.keys(services).length) return input;
  return { ...(input as object), services: Object.fromEntries(stated) };
}

/** Reads the form of an environment. Never throws; findings of the form are returned with all that is sound. */
export function parseEnvironment(typed: unknown, file: string): ParsedEnvironment {
  const input = withoutUndefined(typed);
  const whole = environmentSchema.safeParse(input);
  if (whole.success) {
    const sites = whole.data.sites.map((site, index) => ({ index, site }));
    return { view: { ...whole.data, sites }, config: whole.data, findings: [] };
  }
  const raw = (typeof input === 'object' && input !== null ? input : {}) as Record<string, unknown>;
  const { sites: _, ...shape } = environmentSchema.shape;
  const parts = Object.entries(shape).map(([key, schema]) => [key, sound<unknown>(schema, raw[key])]);
  const sites = (Array.isArray(raw.sites) ? raw.sites : []).flatMap((value, index) => {
    const site = sound(siteSchema, value);
    return site ? [{ index, site }] : [];
  });
  return {
    view: { ...Object.fromEntries(parts), sites },
    findings: findingsOf(whole.error, input, file, (path) =>
      path[0] === 'sites' ? siteKeys(input, path) : keysAt(environmentSchema, path),
    ),
  };
}
