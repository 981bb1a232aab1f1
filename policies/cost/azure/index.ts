import type { PricingTable } from '../pricing';
import { compute } from './compute';
import { governance } from './governance';
import { network } from './network';
import { stores } from './stores';

/** Every type of Azure that stacks may make. */
export const azurePricing: PricingTable = { ...compute, ...stores, ...network, ...governance };
