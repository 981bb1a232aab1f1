import { type ByCloudSite, type CloudSiteConfig, ofCloud } from '../schema/site-schema';
import { type AddressPlan, planAddresses } from './addresses';

const cidrs = (subnets: readonly { readonly cidr: string }[]): string[] => subnets.map(({ cidr }) => cidr);

/** What an adopted network says of the ranges of a site. What it has no word for exists inside the cluster alone. */
const adoptedRanges: ByCloudSite<Partial<AddressPlan>> = {
  aws: (site) => {
    const network = site.adopt?.network;
    if (!network) return {};
    const { subnets, range, podRange } = network;
    return {
      block: range,
      network: range,
      nodes: cidrs(subnets.nodes),
      public: [],
      data: cidrs(subnets.data),
      endpoints: range,
      endpointZones: cidrs(subnets.endpoints),
      pods: podRange,
      podZones: cidrs(subnets.pods),
      ...(site.adopt?.cluster ? { services: site.adopt.cluster.serviceRange } : {}),
    };
  },
  google: (site) => {
    const network = site.adopt?.network;
    if (!network) return {};
    const { subnets, range, podRange, serviceRange } = network;
    return {
      block: range,
      network: range,
      nodes: [subnets.nodes.cidr],
      endpoints: subnets.endpoints.cidr,
      controlPlane: subnets.controlPlane.cidr,
      pods: podRange.cidr,
      services: serviceRange.cidr,
    };
  },
  azure: (site) => {
    const network = site.adopt?.network;
    if (!network) return {};
    const { subnets, range } = network;
    return {
      block: range,
      network: range,
      nodes: [subnets.nodes.cidr],
      endpoints: subnets.endpoints.cidr,
      controlPlane: subnets.controlPlane.cidr,
      ...(site.adopt?.cluster ? { pods: site.adopt.cluster.podRange, services: site.adopt.cluster.serviceRange } : {}),
    };
  },
};

/** The ranges of a site: of the environment's plan, or of the network that it adopts. */
export const siteAddresses = (supernet: string, site: CloudSiteConfig): AddressPlan => ({
  ...planAddresses(supernet, site.addressSlot),
  ...ofCloud(adoptedRanges, site),
});
