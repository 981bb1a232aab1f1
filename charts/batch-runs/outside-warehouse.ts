import type { CredentialBinding, NetworkPeer } from '../../constructs/contracts';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { type ExternalWarehouse, warehouseNeedName } from '../../services/warehouses';
import { internet } from '../orchestration/internet';

/** The Secret by which a service signs in to a warehouse outside the site. */
export function warehouseSecret(bindings: object, name: string): string {
  // The names of these needs depend on the configuration, which types of spread objects cannot say.
  const { secretName } =
    (bindings as Readonly<Record<string, Partial<CredentialBinding>>>)[warehouseNeedName(name)] ?? {};
  if (!secretName) throw new Error(`nobody signs in to the warehouse ${name}`);
  return secretName;
}

/** The way there: the stated addresses of a private link, or the internet. */
export const warehouseEgress = ({ cidrs }: ExternalWarehouse): NetworkPeer[] =>
  cidrs.length > 0 ? cidrs.map((cidr) => ({ cidr, ports: [tcp(443)] })) : [internet];
