import type { PricingTable } from '../pricing';
import { compute } from './compute';
import { governance } from './governance';
import { network } from './network';
import { stores } from './stores';

/** Every type of AWS that stacks may make. */
export const awsPricing: PricingTable = { ...compute, ...stores, ...network, ...governance };
