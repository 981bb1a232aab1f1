import {
  type AdoptionEvidence,
  type AutomaticCapabilityId,
  type AutomaticEvidence,
  type CapabilityEvidence,
  type CapabilityId,
  detectionOf,
  type InClusterEvidence,
  keepsAccount,
  withAdoption,
} from '../constructs/contracts';
import { evidenceInside } from '../constructs/in-cluster';
import { automaticPools, type CloudSite, type NodePool, provisioningModesOf } from '../environments/model';
import { needOf } from '../policies/promises';
import { isClusterNeed } from '../services';

const isMade = (site: CloudSite, purpose: NodePool['purpose']): boolean =>
  automaticPools(site).some((pool) => pool.purpose === purpose);

/** Whether machines are made for pods, where the promise is about that. */
const automatic: Readonly<Record<AutomaticCapabilityId, (site: CloudSite) => boolean>> = {
  'cluster.autoscaling': (site) => !provisioningModesOf(site).includes('autoscaled'),
  'cluster.spot-pool': (site) => isMade(site, 'spot'),
  'cluster.gpu-pool': (site) => isMade(site, 'gpu'),
};

const automaticOn = (site: CloudSite, evidence: AutomaticEvidence): Partial<CapabilityEvidence> =>
  Object.fromEntries(
    (Object.keys(automatic) as AutomaticCapabilityId[])
      .filter((capability) => automatic[capability](site))
      .map((capability) => [capability, evidence[capability]]),
  );

/** Where a cloud shows its promises, of pools of either kind. */
interface CloudEvidence<S extends CloudSite> {
  readonly evidence: CapabilityEvidence;
  readonly unwatchedEvidence: Partial<CapabilityEvidence>;
  readonly furtherEvidence: Partial<InClusterEvidence>;
  readonly automaticEvidence: AutomaticEvidence;
  adoption(site: S): AdoptionEvidence | undefined;
}

/**
 * Where the promises of a site show: in the cloud's resources, in checks on what it adopts, or in the cluster for needs
 * that the site meets there.
 */
export function siteEvidence<S extends CloudSite>(site: S, platform: CloudEvidence<S>): InClusterEvidence {
  const made: CapabilityEvidence = {
    ...platform.evidence,
    ...(detectionOf(site)?.threatDetection ? {} : platform.unwatchedEvidence),
    ...automaticOn(site, platform.automaticEvidence),
  };
  const adopted = platform.adoption(site);
  const cloud = {
    ...(adopted ? withAdoption(made, adopted) : made),
    ...(keepsAccount(site) ? {} : platform.furtherEvidence),
  } as InClusterEvidence;
  const inside = evidenceInside(site);
  const isInside = (capability: CapabilityId): boolean => {
    const kind = needOf(capability);
    return kind !== undefined && !isClusterNeed(kind) && site.providers[kind] === 'in-cluster';
  };
  return Object.fromEntries(
    (Object.keys(cloud) as CapabilityId[]).map((capability) => [
      capability,
      isInside(capability) ? inside[capability] : cloud[capability],
    ]),
  ) as unknown as InClusterEvidence;
}
