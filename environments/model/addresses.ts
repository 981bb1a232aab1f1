import { Netmask } from 'netmask';

/** Every range of one site, cut from its block so that no two sites of one supernet overlap. CIDR notation. */
export interface AddressPlan {
  /** /14: all of the below and nothing else's. */
  readonly block: string;
  /** /16: nodes, load balancers, databases, private endpoints. */
  readonly network: string;
  /** Three, one a zone: /19 each. */
  readonly nodes: readonly string[];
  /** Three, one a zone: /22 each. Only where a cloud needs public subnets for its NAT. */
  readonly public: readonly string[];
  /** Three, one a zone: /22 each. Databases; no way out. */
  readonly data: readonly string[];
  /** /22: private endpoints and other one-per-site subnets. */
  readonly endpoints: string;
  /** Where the endpoints lie in subnets of somebody else's, one a zone. Default: in parts of `endpoints`. */
  readonly endpointZones?: readonly string[];
  /** /24: what the cloud delegates to a managed service. */
  readonly delegated: string;
  /** /24: the operators' way in. */
  readonly access: string;
  /** /26: the gateway of the links to other sites, where a cloud places it in a subnet. */
  readonly gateway: string;
  /** /16: pods. */
  readonly pods: string;
  /** Three, one a zone: /18 each, inside `pods`. */
  readonly podZones: readonly string[];
  /** /20: cluster services. */
  readonly services: string;
  /** First usable DNS address inside `services` (the tenth). */
  readonly clusterDns: string;
  /** /28: the managed control plane. */
  readonly controlPlane: string;
}

export const siteBlockPrefix = 14;
const zonesPerSite = 3;

/** How many sites fit into a supernet. */
export function siteCapacity(supernet: string): number {
  const { bitmask } = new Netmask(supernet);
  return bitmask > siteBlockPrefix ? 0 : 2 ** (siteBlockPrefix - bitmask);
}

/** The `index`-th block of `prefix` bits inside `range`. */
function cut(range: string, prefix: number, index: number): string {
  const first = new Netmask(`${new Netmask(range).base}/${prefix}`);
  return (index === 0 ? first : first.next(index)).toString();
}

const perZone = (range: string, prefix: number, from: number): string[] =>
  Array.from({ length: zonesPerSite }, (_, zone) => cut(range, prefix, from + zone));

/**
 * The ranges of the site in `slot`. A slot is stated, never counted, so adding a site moves no other.
 * Callers check `slot < siteCapacity(supernet)` first.
 */
export function planAddresses(supernet: string, slot: number): AddressPlan {
  const block = cut(supernet, siteBlockPrefix, slot);
  const network = cut(block, 16, 0);
  const pods = cut(block, 16, 1);
  const rest = cut(block, 16, 2);
  const services = cut(rest, 20, 0);
  // Nodes take three quarters of the lower half; everything small shares the upper half, with room left.
  const upper = cut(network, 17, 1);
  return {
    block,
    network,
    nodes: perZone(network, 19, 0),
    public: perZone(upper, 22, 8),
    data: perZone(upper, 22, 12),
    endpoints: cut(upper, 22, 16),
    delegated: cut(upper, 24, 68),
    access: cut(upper, 24, 69),
    gateway: cut(upper, 26, 280),
    pods,
    podZones: perZone(pods, 18, 0),
    services,
    clusterDns: new Netmask(services).base.replace(/\d+$/, '10'),
    controlPlane: cut(rest, 28, 256),
  };
}

/** Where private endpoints and the control plane answer. */
export const endpointCidrs = ({ endpoints, endpointZones }: AddressPlan): readonly string[] =>
  endpointZones ?? [endpoints];

/** Whether a range lies in another. */
export function rangeContains(outer: string, inner: string): boolean {
  const [large, small] = [new Netmask(outer), new Netmask(inner)];
  return large.contains(small.base) && large.bitmask <= small.bitmask;
}

/** Whether two CIDR ranges share an address. */
export function rangesOverlap(a: string, b: string): boolean {
  const [left, right] = [new Netmask(a), new Netmask(b)];
  return left.contains(right.base) || right.contains(left.base);
}
