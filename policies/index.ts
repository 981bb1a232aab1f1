export { unmetNeeds } from './needs';
export { type CapabilityResult, checkParity, valuesAt } from './parity';
export { promises } from './promises';
export { danglingReferences, type ProvidedObjects } from './references';
export type * from './site-output';
