import type { Absent } from '../contracts';

export const warehouse: Absent = {
  absent: 'a cluster has no query engine of a cloud',
  instead: 'keep the data in a database or in files of the bucket',
};
