import type { Cloud } from '../../environments/model';
import type { StackJson } from '../site-output';
import { matchesPattern } from './action-pattern';
import { awsGrants } from './aws-grants';
import { azureGrants } from './azure-grants';
import { googleGrants } from './google-grants';

export type PipelineStep = 'plan' | 'apply';

/** One thing that a role of the pipeline was given. */
export interface Grant {
  /** The cloud's own name of the role or policy, or where the statement stands. */
  readonly from: string;
  /** Patterns of what it allows; `undefined`: a policy of the cloud's own, whose content is not in this repository. */
  readonly allows: readonly string[] | undefined;
  /** Patterns of what it leaves out all the same. Default: nothing. */
  readonly except?: readonly string[];
}

/** Reads off the synthesized `state` stack what a role of the pipeline may do. */
export type GrantReader = (state: StackJson, step: PipelineStep) => readonly Grant[];

const readers: Readonly<Record<Cloud, GrantReader>> = { aws: awsGrants, google: googleGrants, azure: azureGrants };

/** What the pipeline may do on a site, as its `state` stack says. */
export const pipelineGrants = (cloud: Cloud, state: StackJson, step: PipelineStep): readonly Grant[] =>
  readers[cloud](state, step);

/** Whether a grant covers a permission; a policy of the cloud's own covers nothing as far as is known here. */
export const covers = ({ allows = [], except = [] }: Grant, permission: string): boolean =>
  allows.some((pattern) => matchesPattern(pattern, permission)) &&
  !except.some((pattern) => matchesPattern(pattern, permission));
