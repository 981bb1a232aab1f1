/** What a part of the pipeline may do: look, or change. */
export type CiPart = 'plan' | 'apply';

/**
 * How a job of a pipeline signs in to the account of a site with the token that its runner is given. Names only: nothing in
 * it is secret. The trust on the other side is made by the `state` stack.
 */
export interface CiSignIn {
  /** Whom the token is made out to. */
  readonly audience: string;
  /** Variables by which Terraform and the cloud's own programs take the token out of a file. */
  readonly variables: Readonly<Record<string, string>>;
  /** What the file beside the token says that some variables name. Default: there is none. */
  readonly credentials?: Readonly<Record<string, unknown>>;
  /** Inputs of the cloud's own action on GitHub. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Variables that Terraform needs beside the action. Default: none. */
  readonly besideAction?: Readonly<Record<string, string>>;
  /** Variable of the pipeline with a value that the cloud makes up on the first apply. Default: every value is known. */
  readonly asked?: string;
}

/** Files in a runner, and how its language writes a variable of the pipeline. */
export interface CiRunner {
  readonly tokenFile: string;
  readonly credentialsFile: string;
  readonly variable: (name: string) => string;
}

/** How to sign in to a site as a part of the pipeline. */
export type CiSignInOf<S> = (site: S, part: CiPart, runner: CiRunner) => CiSignIn;
