import type { Cloud } from '../../environments/model';
import type { SiteOutput, StackJson } from '../site-output';
import { neededPermissions } from './needed-permissions';
import { covers, type Grant, type PipelineStep, pipelineGrants } from './pipeline-grants';

/** What a step of the pipeline needs of a stack and was not given, and what it was given and no stack needs. */
export interface PipelineReview {
  readonly step: PipelineStep;
  readonly grants: readonly Grant[];
  /** By stack. */
  readonly missing: Readonly<Record<string, readonly string[]>>;
  /** Roles, policies or statements that add nothing: without one of them the step could do all the same. */
  readonly idle: readonly string[];
}

/** The stack of the pipeline's own trust is applied by a person: no role may change what binds it. */
const byPerson = 'state';

/** Stacks that the pipeline applies, by name. */
export const pipelineStacks = ({ stacks }: SiteOutput): readonly (readonly [string, StackJson])[] =>
  Object.entries(stacks).flatMap(([name, stack]) => (stack && name !== byPerson ? [[name, stack] as const] : []));

/** Holds what a site's pipeline may do against what its stacks need. */
export function reviewPipeline(cloud: Cloud, output: SiteOutput, step: PipelineStep): PipelineReview {
  const grants = pipelineGrants(cloud, output.stacks.state ?? {}, step);
  const needed = pipelineStacks(output).map(([name, stack]) => [name, neededPermissions(cloud, stack)[step]] as const);
  const all = needed.flatMap(([, permissions]) => permissions);
  const isGranted = (permission: string, by: readonly Grant[]): boolean =>
    by.some((grant) => covers(grant, permission));
  return {
    step,
    grants,
    missing: Object.fromEntries(
      needed
        .map(
          ([name, permissions]) => [name, permissions.filter((permission) => !isGranted(permission, grants))] as const,
        )
        .filter(([, missing]) => missing.length > 0),
    ),
    idle: grants
      .filter((grant) => grant.allows !== undefined && !all.some((permission) => covers(grant, permission)))
      .map(({ from }) => from),
  };
}
