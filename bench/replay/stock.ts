import { readFileSync } from 'node:fs';
import type { ReplayPlan } from './plan';
import { type ElementClass, replayObjects, replayStacks } from './program';
import { camelCase } from './recorded-config';

/**
 * The stock way, run by `cdktf synth` as `node stock.js <plan>`: the same resources and objects, but every provider
 * imported by its index and stack traces as cdktf has them by default.
 */
function main(planPath: string): void {
  const plan = JSON.parse(readFileSync(planPath, 'utf8')) as ReplayPlan;
  const folder = process.env.CDKTF_OUTDIR ?? 'cdktf.out';
  replayStacks({
    plan,
    app: { skipBackendValidation: true },
    load: ({ binding }) => {
      if (!binding) return undefined;
      const index = require(binding.package) as Record<string, Record<string, ElementClass>>;
      return index[camelCase(binding.folder)]?.[binding.exported];
    },
  });
  replayObjects(plan, folder);
}

const [planPath] = process.argv.slice(2);
if (planPath) main(planPath);
