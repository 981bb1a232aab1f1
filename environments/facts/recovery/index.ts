import { bucketMechanisms } from './buckets';
import { documentsMechanisms, postgresMechanisms } from './databases';
import type { MechanismTable } from './mechanism';
import { remadeMechanisms } from './remade';
import { kafkaMechanisms } from './streams';

/** Every way in which something comes back, cheapest first for each loss. */
export const mechanismTable: MechanismTable = {
  postgres: postgresMechanisms,
  documents: documentsMechanisms,
  bucket: bucketMechanisms,
  kafka: kafkaMechanisms,
  ...remadeMechanisms,
};

export * from './database-vault';
export * from './intervals';
export * from './mechanism';
export * from './path-steps';
export { begunAnew } from './remade';
