import type { CiPart } from '../../constructs/contracts/ci-sign-in';
import type { CloudSite } from '../../environments/model';

/** A word of a command: as it stands, or what a variable of the run holds, which no shell ever reads as its own. */
export type PipelineWord = string | { readonly variable: string };

export type PipelineProgram = 'evenkeel' | 'npm';

/** What one step runs. Data, so that a test can hold it against the real command line. */
export interface PipelineCommand {
  readonly program: PipelineProgram;
  readonly words: readonly PipelineWord[];
  /** File that takes what it prints. Default: the log. */
  readonly into?: string;
}

/** What starts a pipeline. Paths are those of the repository. */
export type PipelineTrigger =
  | { readonly on: 'pull-request'; readonly branches: readonly string[]; readonly paths?: readonly string[] }
  | { readonly on: 'push'; readonly branches: readonly string[]; readonly paths?: readonly string[] }
  /** Five fields of cron, in UTC. */
  | { readonly on: 'schedule'; readonly cron: string }
  /** By a person, or by a system of theirs. */
  | { readonly on: 'manual' };

/** Who a job is in the cloud: one part of the trust of an environment, at the accounts of these sites. */
export interface PipelineIdentity {
  readonly environment: string;
  readonly part: CiPart;
  /** Of each cloud at most one. */
  readonly sites: readonly CloudSite[];
}

/** A commit that a job hands over to people, as a change of a branch of theirs. */
export interface PipelineProposal {
  /** Environment that it is for. */
  readonly environment: string;
  /** Branch that a command of the job commits to; where there is none afterwards, nothing is proposed. */
  readonly branch: string;
  /** Branch that it is meant for, which the job works on. */
  readonly into: string;
  /** Branch that is merged before. Default: none. */
  readonly merges?: string;
  /** Address that commits are made with. */
  readonly as: string;
  /** What has to hold on the branch before it is shown. */
  readonly checks: readonly PipelineCommand[];
}

export interface PipelineJob {
  /** Lower case and dashes, unique in its pipeline. */
  readonly id: string;
  readonly title: string;
  readonly needs: readonly string[];
  /** `run`: commands; `approve`: a person says yes; `comment`: shows files of other jobs where the change is discussed. */
  readonly kind: 'run' | 'approve' | 'comment';
  readonly commands: readonly PipelineCommand[];
  /** Default: none. No job without one can sign in anywhere. */
  readonly identity?: PipelineIdentity;
  /** Environment whose approvers are asked: of a job that approves. */
  readonly environment?: string;
  /** Files that later jobs or people read. Default: none. */
  readonly keeps?: readonly string[];
  /** Secrets of the pipeline that the commands read from variables of the same names. Default: none. */
  readonly secrets?: readonly string[];
  /** Variables of the pipeline that the commands read; nothing secret. Default: none. */
  readonly settings?: readonly string[];
  /** Default: nothing, and the job has no right to write into the repository. */
  readonly proposes?: PipelineProposal;
  readonly minutes: number;
}

/** Jobs that one thing starts. */
export interface Pipeline {
  /** Lower case and dashes; a file, a template or the start of names of jobs. */
  readonly name: string;
  readonly title: string;
  readonly triggers: readonly PipelineTrigger[];
  /** Branch that a run on a schedule works on. Default: that of the change that started it. */
  readonly branch?: string;
  /** Runs of one group wait for each other; none is cut short. Default: they do not. */
  readonly group?: string;
  readonly jobs: readonly PipelineJob[];
}
