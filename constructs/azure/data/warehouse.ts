import { azure } from '../../../environments/facts/azure';
import type { Absent } from '../../contracts';

const { managedWarehouse } = azure;
if (!('absent' in managedWarehouse)) throw new Error('Azure has a warehouse and no provider for it');

/** Nothing that clients of the catalogue could sign in to as themselves. */
export const warehouse: Absent = managedWarehouse;
