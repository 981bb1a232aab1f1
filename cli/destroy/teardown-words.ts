import type { StackGraph } from '../../delivery/stack-graph';
import type { Environment } from '../../environments/model/resolve-environment';
import type { DeployInput, DeployWords } from '../deploy-input';

export interface DestroyOptions extends DeployWords {
  readonly backup?: string;
  readonly withoutBackup?: string;
  readonly withoutDrain?: readonly string[];
  readonly confirm?: string;
  readonly plan?: boolean;
  /** `--no-sweep` */
  readonly sweep: boolean;
  readonly json?: boolean;
}

/** What is to go, and how. */
export interface Teardown {
  readonly environment: Environment;
  readonly input: DeployInput;
  /** What is destroyed, in that order. The places of states are not in it: they go last. */
  readonly going: StackGraph;
  /** Sites whose place of states stays. */
  readonly states: readonly string[];
  readonly options: DestroyOptions;
}
