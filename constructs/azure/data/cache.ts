import { azure } from '../../../environments/facts/azure';
import type { Absent } from '../../contracts';

const { managedCache } = azure;
if (!('absent' in managedCache)) throw new Error('Azure has a managed cache and no provider for it');

/** Left to the cluster: Terraform would keep the access keys. */
export const cache: Absent = managedCache;
