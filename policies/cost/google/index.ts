import type { PricingTable } from '../pricing';
import { compute } from './compute';
import { governance } from './governance';
import { network } from './network';
import { stores } from './stores';

/** Every type of Google Cloud that stacks may make. */
export const googlePricing: PricingTable = { ...compute, ...stores, ...network, ...governance };
