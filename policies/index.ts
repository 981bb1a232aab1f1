export { unmetNeeds } from './needs';
export { type CapabilityResult, checkParity, valuesAt } from './parity';
export { promises } from './promises';
export { danglingReferences, type ProvidedObjects } from './references';
export { judgeScan, type ScanExemption, type ScanFinding } from './scan/scan';
export type * from './site-output';
