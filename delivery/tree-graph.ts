import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackJson } from '../policies/site-output';
import type { EnvironmentBuild } from './build';
import { environmentFolder } from './environment-stacks';
import type { RenderedFile } from './site-build';
import { type BuiltStack, type StackGraph, stackGraph } from './stack-graph';

/** What a build tells of the stacks it made. */
type BuiltParts = Pick<EnvironmentBuild, 'name'> & {
  readonly sites: readonly Pick<EnvironmentBuild['sites'][number], 'name' | 'stacks'>[];
  readonly stacks: readonly Pick<EnvironmentBuild['stacks'][number], 'name' | 'dependsOn'>[];
};

/** Every stack of a build; `textOf` gives the text of a file of its tree. */
function builtStacks({ name, sites, stacks }: BuiltParts, textOf: (path: string) => string): BuiltStack[] {
  const read = (folder: string): StackJson => JSON.parse(textOf(`${folder}/cdk.tf.json`)) as StackJson;
  const ofSites = sites.flatMap((site) =>
    site.stacks.map(({ name: kind, dependsOn }): BuiltStack => {
      const folder = `${site.name}/infra/${kind}`;
      const declared = dependsOn.map((other) => `${site.name}-${other}`);
      return { name: `${site.name}-${kind}`, site: site.name, kind, folder, declared, json: read(folder) };
    }),
  );
  const ofAll = stacks.map(({ name: kind, dependsOn }): BuiltStack => {
    const folder = `${environmentFolder}/infra/${kind}`;
    return { name: `${name}-${kind}`, kind, folder, declared: dependsOn, json: read(folder) };
  });
  return [...ofSites, ...ofAll];
}

/**
 * The graph of an environment as it was built: what `deploy` and teardown go by.
 * @param out folder of rendered trees, e.g. `dist`
 * @throws InputError STACK_CYCLE
 */
export const treeGraph = (build: BuiltParts, out: string): StackGraph =>
  stackGraph(
    build.name,
    builtStacks(build, (path) => readFileSync(join(out, build.name, path), 'utf8')),
  );

/**
 * The same of a build that is in memory alone.
 * @throws InputError STACK_CYCLE
 */
export function freshGraph(build: BuiltParts, files: readonly RenderedFile[]): StackGraph {
  const texts = new Map(files.map(({ path, content }) => [path, content]));
  return stackGraph(
    build.name,
    builtStacks(build, (path) => texts.get(path) ?? ''),
  );
}
