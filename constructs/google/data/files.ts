import { FilestoreInstance } from '@cdktf/provider-google/lib/filestore-instance';
import { Construct } from 'constructs';
import { Netmask } from 'netmask';
import type { GoogleSite } from '../../../environments/model';
import type { FilesNeed } from '../../../services';
import { type CloudNeedProvider, kebabCase, type MadeVolume, requestsOf, serviceTenants } from '../../contracts';
import { addSharedClaim, sharedClaim } from '../../kubernetes/shared-claim';
import { hashedComputeName } from '../names';
import type { GoogleSiteNetwork } from '../site-network';
import type { GoogleTypes } from '../types';
import type { GoogleKey } from './key';

/** The smallest that is sold in three zones. Source: cloud.google.com/filestore/docs/service-tiers, 2026-11. */
const leastGiB = 1024;
/** What an instance of this tier takes of the network. */
const rangePrefix = 26;
const share = 'shared';

export interface GoogleFilesProps {
  readonly site: GoogleSite;
  readonly network: GoogleSiteNetwork;
  readonly key: GoogleKey;
  /** Names of the service and of the need. */
  readonly owner: readonly [service: string, need: string];
  readonly need: FilesNeed;
}

/** A range of its own for each shared folder of the site, so that Google does not pick one that another network has. */
function rangeOf(site: GoogleSite, [service, name]: readonly [string, string]): string {
  const all = serviceTenants(site).flatMap((tenant) => requestsOf(site, tenant, 'files'));
  const index = all.findIndex((request) => kebabCase(request.service) === service && request.name === name);
  const first = new Netmask(`${new Netmask(site.addresses.delegated).base}/${rangePrefix}`);
  return (index > 0 ? first.next(index) : first).toString();
}

/**
 * Filestore in three zones: an own key, a private address that only the site's network knows, open to the nodes alone.
 * It is sold by the TiB, used or not, and speaks NFS without TLS.
 */
export class GoogleFiles extends Construct {
  readonly volume: MadeVolume;

  constructor(scope: Construct, id: string, { site, network, key, owner, need }: GoogleFilesProps) {
    super(scope, id);
    const name = hashedComputeName(site, ...owner);
    const instance = new FilestoreInstance(this, 'files', {
      name,
      location: site.region,
      description: `Shared files of ${owner.join('-')}`,
      tier: 'REGIONAL',
      protocol: 'NFS_V3',
      kmsKeyName: key.keyId,
      fileShares: {
        name: share,
        capacityGb: Math.max(leastGiB, Math.ceil(need.storageGiB / leastGiB) * leastGiB),
        nfsExportOptions: [
          {
            ipRanges: site.addresses.nodes.slice(0, 1),
            accessMode: 'READ_WRITE',
            // The node itself hands the folder to the group of the pods.
            squashMode: 'NO_ROOT_SQUASH',
          },
        ],
      },
      networks: [
        {
          network: network.networkId,
          modes: ['MODE_IPV4'],
          connectMode: 'DIRECT_PEERING',
          reservedIpRange: rangeOf(site, owner),
        },
      ],
      deletionProtectionEnabled: site.deletionProtection,
      labels: { ...site.tags },
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    });
    this.volume = {
      driver: 'filestore.csi.storage.gke.io',
      handle: `modeInstance/${site.region}/${name}/${share}`,
      attributes: { ip: `\${${instance.fqn}.networks[0].ip_addresses[0]}`, volume: share },
    };
  }
}

/** Filestore, mounted by the nodes. */
export const files: CloudNeedProvider<'files', GoogleTypes> = {
  bind: sharedClaim,
  manifests: (scope, request) => addSharedClaim(scope, request),
  provision: (scope, { site, service, name, need }, { network, key }) => {
    const { volume } = new GoogleFiles(scope, 'files', { site, network, key, owner: [service, name], need });
    return { serviceGrants: [], secretReaderGrants: [], volume };
  },
};
