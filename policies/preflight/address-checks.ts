import { Netmask } from 'netmask';
import { cloudFacts } from '../../environments/facts';
import { cloudQuotas } from '../../environments/facts/quotas';
import { type Cloud, type CloudSite, rangesOverlap } from '../../environments/model';
import { mostMachines } from '../../environments/model/automatic-pool';
import type { FactCheck } from './check';

/** How large one range of a network may be, as lengths of the prefix. Read 2026-11-21. */
const networkPrefixes: Readonly<
  Record<Cloud, { readonly shortest: number; readonly longest: number; readonly source: string }>
> = {
  aws: { shortest: 16, longest: 28, source: 'docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html' },
  google: { shortest: 4, longest: 29, source: 'docs.cloud.google.com/vpc/docs/subnets' },
  azure: { shortest: 2, longest: 29, source: 'learn.microsoft.com/azure/virtual-network/virtual-networks-faq' },
};

/** A node takes a /24 of the pod range. */
const nodePrefix = 24;

/** Addresses that clouds keep in each subnet; AWS and Azure the most. */
const keptAddresses = 5;

const nodesAtMost = (site: CloudSite): number =>
  site.pools.reduce((sum, pool) => {
    if (pool.automatic) return sum + mostMachines(pool.automatic);
    return sum + (pool.maxNodes > 0 ? pool.maxNodes + cloudQuotas[site.cloud].surge(pool) : 0);
  }, 0);

/** The ranges of a site against what its cloud takes, and against the machines that may stand in them. */
export function addressChecks(site: CloudSite): FactCheck[] {
  const { shortest, longest, source } = networkPrefixes[site.cloud];
  const { asOf, reservedCidrs } = cloudFacts[site.cloud];
  const shared = { topic: 'addresses' as const, source, asOf };
  const { block, network, nodes, pods } = site.addresses;
  const prefix = new Netmask(network).bitmask;
  const most = nodesAtMost(site);
  const podRoom = 2 ** (nodePrefix - new Netmask(pods).bitmask);
  const nodeRoom = nodes.reduce((sum, range) => sum + new Netmask(range).size - keptAddresses, 0);
  const clash = reservedCidrs.find(({ cidr }) => rangesOverlap(block, cidr));
  const check = (subject: string, fits: boolean, message: string, fix: string): FactCheck =>
    fits ? { ...shared, status: 'fine', subject, message } : { ...shared, status: 'act', subject, message, fix };
  return [
    check(
      `network ${network}`,
      prefix >= shortest && prefix <= longest,
      `the cloud takes /${shortest} to /${longest}`,
      'choose another supernet',
    ),
    check(
      `block ${block}`,
      clash === undefined,
      clash
        ? `overlaps ${clash.cidr}, ${clash.why}`
        : `clear of the ${reservedCidrs.length} ranges that the cloud keeps`,
      'use another slot or supernet',
    ),
    check(
      `pod range ${pods}`,
      most <= podRoom,
      `${most} machines at most, an upgrade included; room for ${podRoom}`,
      'lower maxNodes or use larger machines',
    ),
    check(
      `node ranges ${nodes.join(', ')}`,
      most <= nodeRoom,
      `${most} machines at most; room for ${nodeRoom} addresses`,
      'lower maxNodes or use larger machines',
    ),
  ];
}
