import type { GoogleSite } from '../../environments/model';
import { type AdoptedLookup, lack, lookup } from './adopted';
import type { GoogleLookupsProps } from './adopted-google';

interface GkeCluster {
  readonly currentMasterVersion?: string;
  readonly databaseEncryption?: { readonly state?: string };
  readonly workloadIdentityConfig?: { readonly workloadPool?: string };
  readonly controlPlaneEndpointsConfig?: {
    readonly dnsEndpointConfig?: { readonly enableK8sTokensViaDns?: boolean; readonly enableK8sCertsViaDns?: boolean };
  };
}

/** The cluster that a site of Google Cloud adopts: that it is there, and what no data source shows of it. */
export const clusterLookups = (
  { adopt, kubernetesVersion }: GoogleSite,
  { clusters, read }: Pick<GoogleLookupsProps, 'clusters' | 'read'>,
): AdoptedLookup[] => {
  const id = adopt?.cluster?.id;
  if (id === undefined) return [];
  return [
    lookup<GkeCluster>({
      path: 'adopt.cluster.id',
      id,
      read: () => read('container.clusters.get', `${clusters}/${id}`),
      lacks: ({
        currentMasterVersion = '',
        databaseEncryption,
        workloadIdentityConfig,
        controlPlaneEndpointsConfig,
      }) => [
        ...lack(
          currentMasterVersion.startsWith(`${kubernetesVersion}.`),
          `does not run Kubernetes ${kubernetesVersion}`,
          currentMasterVersion,
          'set kubernetesVersion to the version of the cluster, or let its owner upgrade it',
        ),
        ...lack(
          databaseEncryption?.state === 'ENCRYPTED',
          'Kubernetes secrets are not encrypted with an own key',
          databaseEncryption,
          'let its owner turn on application-layer secrets encryption',
        ),
        ...lack(
          workloadIdentityConfig?.workloadPool !== undefined,
          'pods have no identities',
          workloadIdentityConfig,
          'let its owner turn on Workload Identity Federation',
        ),
        ...lack(
          controlPlaneEndpointsConfig?.dnsEndpointConfig?.enableK8sTokensViaDns !== true &&
            controlPlaneEndpointsConfig?.dnsEndpointConfig?.enableK8sCertsViaDns !== true,
          'tokens or certificates of Kubernetes pass by the DNS name of the API server, from anywhere',
          controlPlaneEndpointsConfig,
          'let its owner let in principals of IAM only',
        ),
      ],
    }),
  ];
};
