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
  /** Patterns of what it allows; a role of the cloud's own allows more, as far as no stack asks for it. */
  readonly allows: readonly string[];
  /** Patterns of what it leaves out all the same. Default: nothing. */
  readonly except?: readonly string[];
  /** The stack itself wrote the patterns, so each of them has to be asked for. Default: the cloud did. */
  readonly own?: true;
}

/** Reads off the synthesized `state` stack what a role of the pipeline may do. */
export type GrantReader = (state: StackJson, step: PipelineStep) => readonly Grant[];

const readers: Readonly<Record<Cloud, GrantReader>> = { aws: awsGrants, google: googleGrants, azure: azureGrants };

/** What the pipeline may do on a site, as its `state` stack says. */
export const pipelineGrants = (cloud: Cloud, state: StackJson, step: PipelineStep): readonly Grant[] =>
  readers[cloud](state, step);

/** Whether a grant covers a permission. */
export const covers = ({ allows, except = [] }: Grant, permission: string): boolean =>
  allows.some((pattern) => matchesPattern(pattern, permission)) &&
  !except.some((pattern) => matchesPattern(pattern, permission));
