import type { AzureSite } from '../../environments/model';
import { type AdoptedLookup, lack, lookup } from './adopted';
import type { ReadResource } from './adopted-azure';

interface ClusterProperties {
  readonly properties?: {
    readonly currentKubernetesVersion?: string;
    readonly disableLocalAccounts?: boolean;
    readonly apiServerAccessProfile?: {
      readonly enablePrivateCluster?: boolean;
      readonly disableRunCommand?: boolean;
      readonly subnetId?: string;
    };
    readonly securityProfile?: { readonly workloadIdentity?: { readonly enabled?: boolean } };
    readonly agentPoolProfiles?: readonly { readonly name?: string; readonly enableEncryptionAtHost?: boolean }[];
  };
}

interface Locks {
  readonly value?: readonly { readonly properties?: { readonly level?: string } }[];
}

const versions = { cluster: '2025-05-01', lock: '2020-05-01' } as const;

/** The cluster that a site of Azure adopts: that it is there, and what no data source shows of it. */
export const clusterLookups = (
  { adopt, kubernetesVersion, deletionProtection }: AzureSite,
  read: ReadResource,
): AdoptedLookup[] => {
  const id = adopt?.cluster?.id;
  if (id === undefined) return [];
  const apiServer = adopt?.network?.subnets.controlPlane.id ?? '';
  const cluster = lookup<ClusterProperties>({
    path: 'adopt.cluster.id',
    id,
    read: () => read('Microsoft.ContainerService/managedClusters/read', id, versions.cluster),
    lacks: ({ properties = {} }) => {
      const { currentKubernetesVersion = '', apiServerAccessProfile: access = {}, agentPoolProfiles = [] } = properties;
      return [
        ...lack(
          currentKubernetesVersion.startsWith(`${kubernetesVersion}.`),
          `does not run Kubernetes ${kubernetesVersion}`,
          currentKubernetesVersion,
          'set kubernetesVersion to the version of the cluster, or let its owner upgrade it',
        ),
        ...lack(
          access.enablePrivateCluster === true && access.disableRunCommand === true,
          'commands reach the cluster past the network',
          access,
          'let its owner disable run command, and adopt a private cluster',
        ),
        ...lack(
          access.subnetId?.toLowerCase() === apiServer.toLowerCase(),
          'the API server is not in adopt.network.subnets.controlPlane, so network policies keep services from it',
          access.subnetId,
          'state its subnet, or let its owner turn on API Server VNet Integration there',
        ),
        ...lack(
          properties.disableLocalAccounts === true,
          'has local accounts',
          properties.disableLocalAccounts,
          'let its owner disable them',
        ),
        ...lack(
          properties.securityProfile?.workloadIdentity?.enabled === true,
          'pods get no tokens of their service accounts',
          properties.securityProfile,
          'let its owner turn on workload identity',
        ),
        ...lack(
          agentPoolProfiles.every(({ enableEncryptionAtHost }) => enableEncryptionAtHost === true),
          'disks of machines are not encrypted at their host',
          agentPoolProfiles.filter(({ enableEncryptionAtHost }) => enableEncryptionAtHost !== true),
          'let its owner make the pools anew with encryption at host',
        ),
      ];
    },
  });
  const locks = lookup<Locks>({
    path: 'adopt.cluster.id',
    id,
    read: () =>
      read('Microsoft.Authorization/locks/read', `${id}/providers/Microsoft.Authorization/locks`, versions.lock),
    lacks: ({ value = [] }) =>
      lack(
        value.some(({ properties }) => /^(CanNotDelete|ReadOnly)$/.test(properties?.level ?? '')),
        'no lock keeps the cluster from being deleted by accident',
        value,
        'let its owner lock it',
      ),
  });
  return [cluster, ...(deletionProtection ? [locks] : [])];
};
