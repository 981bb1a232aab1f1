import { readFileSync } from 'node:fs';
import type { ReplayPlan } from './plan';
import { type ElementClass, replayObjects, replayStacks } from './program';
import { camelCase } from './recorded-config';

/** The index of every provider package, by the package's name. */
export type ProviderIndexes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * The stock way, called by the program of a stock project: the same resources and objects, but every provider imported
 * by its index and stack traces as cdktf has them by default.
 */
export function replayStock(planPath: string, providers: ProviderIndexes): void {
  const plan = JSON.parse(readFileSync(planPath, 'utf8')) as ReplayPlan;
  replayStacks({
    plan,
    app: { skipBackendValidation: true },
    load: ({ binding }) => {
      if (!binding) return undefined;
      const folder = providers[binding.package]?.[camelCase(binding.folder)];
      return (folder as Record<string, ElementClass> | undefined)?.[binding.exported];
    },
  });
  replayObjects(plan, process.env.CDKTF_OUTDIR ?? 'cdktf.out');
}
