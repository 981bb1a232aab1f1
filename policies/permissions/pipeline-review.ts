import type { Cloud } from '../../environments/model';
import type { SiteOutput, StackJson } from '../site-output';
import { matchesPattern } from './action-pattern';
import { neededPermissions } from './needed-permissions';
import { covers, type Grant, type PipelineStep, pipelineGrants } from './pipeline-grants';
import { type Withheld, withheld } from './withheld';

/** What a step of the pipeline needs of a stack and was not given, and what it was given and no stack needs. */
export interface PipelineReview {
  readonly step: PipelineStep;
  readonly grants: readonly Grant[];
  /** By stack. */
  readonly missing: Readonly<Record<string, readonly string[]>>;
  /** Asked for, and kept from it on purpose. */
  readonly withheld: readonly Withheld[];
  /** Given, and asked for by no stack: roles of the cloud as a whole, own statements by what they allow. */
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
  const kept = withheld[cloud].filter(
    (entry) => entry.step === step && all.some((permission) => matchesPattern(entry.permission, permission)),
  );
  const isMissing = (permission: string): boolean =>
    !grants.some((grant) => covers(grant, permission)) &&
    !kept.some((entry) => matchesPattern(entry.permission, permission));
  return {
    step,
    grants,
    missing: Object.fromEntries(
      needed
        .map(([name, permissions]) => [name, permissions.filter(isMissing)] as const)
        .filter(([, missing]) => missing.length > 0),
    ),
    withheld: kept,
    idle: grants.flatMap((grant) => idleParts(grant, all)),
  };
}

/** What of a grant nothing asks for. */
function idleParts({ from, allows, except, own }: Grant, asked: readonly string[]): string[] {
  const isIdle = (patterns: readonly string[]): boolean =>
    !asked.some((permission) => covers({ from, allows: patterns, except }, permission));
  if (own) return allows.filter((pattern) => isIdle([pattern])).map((pattern) => `${from}: ${pattern}`);
  return isIdle(allows) ? [from] : [];
}
