/** What went wrong while a procedure ran, and what to do about each. The input was sound. */
export const failureFixes = {
  ACCOUNT_OTHER: 'sign in to the account, project or subscription that the site names, and run it again',
  ACCOUNT_SIGNED_OUT: 'sign in to the cloud, and run it again',
  CANARY_FAILED: 'callers have the version from before; look why, and take the promotion back with `--undo`',
  CLOUD_DENIED:
    'have the rights granted that `evenkeel accounts` lists under "Who applies", give them some minutes to take effect, and run it again',
  CLOUD_UNREACHABLE: 'check the way to the address, proxies included, and run it again: it goes on where it stopped',
  COMMAND_FAILED: 'mend what the program says, and go on with `--resume`',
  COMMAND_MISSING: 'install the program, or put it on the PATH, and go on with `--resume`',
  NAME_TAKEN:
    'somebody else in the world has this name: choose another `organisation` (or name of the environment), from which it is made',
  PROGRAM_FAILED: 'mend what the program says, and run it again: what was half done is begun anew',
  REGISTRY_FAILED: 'check the address, the token and the way to MLflow, and run it again: it goes on where it stopped',
  PULUMI_FAILED: 'mend what Pulumi says, and run it again: it goes on where it stopped',
  PULUMI_LOCKED:
    'wait until whoever works on the site is done; if they no longer run, `pulumi cancel` in the backend of the site',
  RESOURCE_EXISTS:
    "if it is left from an earlier try, take it over: `import: [{ stack: 'state', to: <address>, id: <id> }]` of the site (`evenkeel addresses` lists addresses); if it is somebody else's, choose another `organisation`",
  STATE_LOCKED:
    'wait until whoever holds it is done; if they no longer run, `terraform force-unlock <id>` in the folder that is named',
  STATE_UNVERIFIED: 'nothing was deleted: look at both copies, and run it again',
  STEP_NEEDS: 'bring about what the step needs, and go on with `--resume`',
  STEP_TIMEOUT: 'find out what holds it up, and go on with `--resume`',
  STEP_UNCERTAIN:
    'find out by hand whether it was done, finish it or take it back, and go on with `--resume`: it looks again first',
  STEP_UNDONE: 'find out who took it back, bring it about again by hand, and go on with `--resume`',
  STEP_UNVERIFIED: 'find out what keeps it from taking effect, and go on with `--resume`',
  STOPPED: 'run it again: it goes on where it stopped',
  TERRAFORM_FAILED: 'mend what Terraform says, and run it again: it goes on where it stopped',
} as const;

export type FailureCode = keyof typeof failureFixes;

/** A tool or a cloud failed. Nothing is lost: what was done is written down, and the same command goes on from there. */
export class RunbookFailure extends Error {
  readonly fix: string;

  constructor(
    readonly code: FailureCode,
    /** What was being done: `dev-aws-eu-west-1 terraform apply`. */
    readonly place: string,
    message: string,
    /** What people do about it. Default: what the code asks for. */
    fix: string = failureFixes[code],
  ) {
    super(message);
    this.name = 'RunbookFailure';
    this.fix = fix;
  }
}

/** A failure as people read it. */
export const formatFailure = ({
  code,
  place,
  message,
  fix,
}: Pick<RunbookFailure, 'code' | 'place' | 'message' | 'fix'>): string =>
  `${code} ${place}: ${message}\n    fix: ${fix}\n`;
