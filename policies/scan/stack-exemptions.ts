import { awsExemptions } from './aws-exemptions';
import { azureExemptions } from './azure-exemptions';
import { googleExemptions } from './google-exemptions';
import type { ScanExemption } from './scan';

/** Failed checks of the stacks that stand. */
export const stackExemptions: readonly ScanExemption[] = [...awsExemptions, ...googleExemptions, ...azureExemptions];
