import { readFileSync } from 'node:fs';
import type { ReplayPlan } from './plan';
import { type ElementClass, replayObjects, replayStacks } from './program';

/**
 * The engines' floor, run as `node floor.js <plan> <folder>`: every resource and object of a build, created one by one
 * and synthesized by bare cdktf and cdk8s, with deep imports and stack traces off. Nobody can build the same for less
 * with these engines.
 */
function main(planPath: string, folder: string): void {
  // cdktf captures the stack of every token, and offers no switch; the engine alone would not need them.
  Error.captureStackTrace = () => undefined;
  const plan = JSON.parse(readFileSync(planPath, 'utf8')) as ReplayPlan;
  replayStacks({
    plan,
    app: { outdir: folder, stackTraces: false, skipBackendValidation: true },
    load: ({ binding }) =>
      binding &&
      (require(`${binding.package}/lib/${binding.folder}`) as Record<string, ElementClass>)[binding.exported],
  });
  replayObjects(plan, folder);
}

const [planPath, folder] = process.argv.slice(2);
if (planPath && folder) main(planPath, folder);
