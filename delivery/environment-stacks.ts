import { type EnvironmentStackName, environmentStackNames } from '../constructs/contracts';
import type { Environment } from '../environments/model/resolve-environment';
import type { StackJson } from '../policies/site-output';
import { buildEnvironmentStacks } from '../stacks/environment-stacks';
import type { RenderedFile } from './site-build';
import { countResources, synthesize } from './synthesize';

export interface EnvironmentStackSummary {
  readonly name: EnvironmentStackName;
  readonly resources: number;
  /** Stacks of the sites that are applied first, as `cdktf` knows them. */
  readonly dependsOn: readonly string[];
}

/** What an environment has besides its sites. */
export interface EnvironmentStacksBuild {
  readonly summaries: readonly EnvironmentStackSummary[];
  /** For the promises of the sites that are part of them. */
  readonly stacks: Readonly<Partial<Record<EnvironmentStackName, StackJson>>>;
  readonly files: readonly RenderedFile[];
}

/** Folder of the tree, beside those of the sites. No site has this name: theirs begin with the environment's. */
export const environmentFolder = 'environment';

/** Builds the stacks of a whole environment in memory. Pure but for a scratch folder. */
export async function buildEnvironmentTree(environment: Environment): Promise<EnvironmentStacksBuild> {
  const { model, textOf } = await synthesize(
    (app) => buildEnvironmentStacks(app, environment),
    (stacks) => Object.values(stacks).map(({ node }) => node.id),
  );
  const built = environmentStackNames.flatMap((name) => {
    const stack = model[name];
    if (!stack) return [];
    const text = textOf(stack.node.id);
    return [{ name, after: stack.after, text, json: JSON.parse(text) as StackJson }];
  });
  return {
    summaries: built.map(({ name, after, json }) => ({ name, resources: countResources(json), dependsOn: after })),
    stacks: Object.fromEntries(built.map(({ name, json }) => [name, json])),
    files: built.map(({ name, text }) => ({
      path: `${environmentFolder}/infra/${name}/cdk.tf.json`,
      content: text,
    })),
  };
}
