import { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { ServiceAccount } from '@cdktf/provider-google/lib/service-account';
import { Construct } from 'constructs';
import { automaticPools, type GoogleSite, reservedPools, steadyPools } from '../../../environments/model';
import { type Cluster, siteNeeds } from '../../contracts';
import { allowOnlyIamOnDnsEndpoint, useDefaultComputeClass } from '../bridge';
import { keyRingOf, siteKey } from '../data/adopted-key';
import { diskTypeOf } from '../machine-families';
import { diskKeyName, nodeAccountPart, serviceAccountId, workloadPool } from '../names';
import { serviceAgentMember } from '../service-agents';
import type { GoogleSiteNetwork } from '../site-network';
import { autoProvisioning } from './auto-provisioning';
import { maintenancePolicy } from './maintenance';
import { GoogleNodePool, nodeConfig } from './node-pools';
import { GoogleReservation } from './reservations';

export interface GoogleClusterProps {
  readonly site: GoogleSite;
  readonly network: GoogleSiteNetwork;
}

/** Pods a node can run; each node takes a /24 of the pod range. */
const maxPodsPerNode = 110;

/** Google Workspace shows GKE the groups that are members of this one, and no others. */
function groupsOfPeople({ people }: GoogleSite) {
  const [group] = [...people.viewers, ...people.operators];
  if (group === undefined) return {};
  return { authenticatorGroupsConfig: { securityGroup: `gke-security-groups@${group.replace(/^.*@/, '')}` } };
}

/** What a node needs of the project: to write logs and metrics. */
const nodeRole = 'roles/container.defaultNodeServiceAccount';

/**
 * A regional GKE cluster: control plane and nodes in three zones, private nodes, Dataplane V2 with network policies,
 * etcd secrets and disks under own keys, Workload Identity, no certificates, passwords or anonymous access.
 *
 * The way in for operators and the pipeline: the control plane has no public address. Its DNS name answers through
 * Google's front end and lets in only principals whom IAM allows `container.clusters.connect`
 * (`gcloud container clusters get-credentials <site> --region <region> --dns-endpoint`); Kubernetes tokens and
 * certificates do not pass it, and VPC Service Controls can narrow it to networks. Its private address is open to the
 * site's network and to `operatorCidrs` (VPN, interconnect).
 *
 * The minor version is pinned by the Extended channel: GKE patches it in the maintenance window and moves to the next
 * minor only when extended support ends.
 */
export class GoogleCluster extends Construct implements Cluster {
  readonly clusterName: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
  readonly oidcIssuer: string;

  constructor(scope: Construct, id: string, { site, network }: GoogleClusterProps) {
    super(scope, id);
    const keyRing = keyRingOf(this, 'key-ring', { site, part: 'cluster' });
    const secretsKey = siteKey(this, 'secrets-key', 'cluster', {
      site,
      keyRing,
      name: 'secrets',
      users: { container: serviceAgentMember(site, 'container') },
    });
    const diskKey = siteKey(this, 'disk-key', 'disks', {
      site,
      keyRing,
      name: diskKeyName,
      users: { compute: serviceAgentMember(site, 'compute') },
    });
    const nodes = this.nodeAccount(site);
    const defaults = {
      serviceAccount: nodes.account.email,
      diskKey: diskKey.keyId,
      labels: site.tags,
    };
    const systemMachine = site.pools.find(({ purpose }) => purpose === 'system')?.machineType ?? 'e2-standard-4';

    const cluster = new ContainerCluster(this, 'cluster', {
      name: site.name,
      location: site.region,
      nodeLocations: [...site.zones],
      network: network.networkId,
      subnetwork: network.nodeSubnetId,
      networkingMode: 'VPC_NATIVE',
      ipAllocationPolicy: {
        clusterSecondaryRangeName: network.podRangeName,
        servicesSecondaryRangeName: network.serviceRangeName,
      },
      defaultMaxPodsPerNode: maxPodsPerNode,
      datapathProvider: 'ADVANCED_DATAPATH',
      // Flow logs see pods of one node talk to each other, too.
      enableIntranodeVisibility: true,
      enableL4IlbSubsetting: true,

      privateClusterConfig: {
        enablePrivateNodes: true,
        enablePrivateEndpoint: true,
        privateEndpointSubnetwork: network.controlPlaneSubnetId,
        masterGlobalAccessConfig: { enabled: true },
      },
      controlPlaneEndpointsConfig: {
        dnsEndpointConfig: { allowExternalTraffic: true },
        ipEndpointsConfig: { enabled: true },
      },
      masterAuthorizedNetworksConfig: {
        gcpPublicCidrsAccessEnabled: false,
        privateEndpointEnforcementEnabled: true,
        cidrBlocks: site.operatorCidrs.map((cidrBlock) => ({ cidrBlock, displayName: 'operators' })),
      },

      masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
      enableLegacyAbac: false,
      anonymousAuthenticationConfig: { mode: 'LIMITED' },
      rbacBindingConfig: {
        enableInsecureBindingSystemAuthenticated: false,
        enableInsecureBindingSystemUnauthenticated: false,
      },
      ...groupsOfPeople(site),
      workloadIdentityConfig: { workloadPool: workloadPool(site) },
      databaseEncryption: { state: 'ENCRYPTED', keyName: secretsKey.keyId },
      enableShieldedNodes: true,
      binaryAuthorization: { evaluationMode: 'PROJECT_SINGLETON_POLICY_ENFORCE' },
      securityPostureConfig: { mode: 'BASIC', vulnerabilityMode: 'VULNERABILITY_DISABLED' },
      serviceExternalIpsConfig: { enabled: false },
      nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: 'FALSE' } },

      releaseChannel: { channel: 'EXTENDED' },
      minMasterVersion: site.kubernetesVersion,
      maintenancePolicy: maintenancePolicy(site.maintenance),

      loggingConfig: {
        enableComponents: ['SYSTEM_COMPONENTS', 'APISERVER', 'CONTROLLER_MANAGER', 'SCHEDULER', 'WORKLOADS'],
      },
      monitoringConfig: {
        enableComponents: ['SYSTEM_COMPONENTS', 'APISERVER', 'CONTROLLER_MANAGER', 'SCHEDULER'],
        // The platform brings its own Prometheus.
        managedPrometheus: { enabled: false },
      },
      costManagementConfig: { enabled: true },
      verticalPodAutoscaling: { enabled: true },
      // The Gateway API comes with the platform's own gateway; two owners of its types would fight.
      gatewayApiConfig: { channel: 'CHANNEL_DISABLED' },
      addonsConfig: {
        gcePersistentDiskCsiDriverConfig: { enabled: true },
        gcpFilestoreCsiDriverConfig: { enabled: siteNeeds(site, 'files') },
        horizontalPodAutoscaling: { disabled: false },
        // Internal load balancers need it.
        httpLoadBalancing: { disabled: false },
      },

      ...autoProvisioning(site, defaults),

      // GKE insists on first nodes; they are removed as soon as the cluster is there, and hardened until then.
      removeDefaultNodePool: true,
      initialNodeCount: 1,
      nodeConfig: { ...nodeConfig(defaults), machineType: systemMachine, diskType: diskTypeOf(systemMachine) },

      resourceLabels: { ...site.tags },
      deletionProtection: site.deletionProtection,
      lifecycle: { ignoreChanges: ['node_config', 'initial_node_count'] },
      dependsOn: [...secretsKey.ready, ...diskKey.ready, nodes.role],
    });
    allowOnlyIamOnDnsEndpoint(cluster);

    if (automaticPools(site).some(({ purpose }) => purpose === 'general')) useDefaultComputeClass(cluster);

    for (const pool of reservedPools(site).filter(({ automatic, reservation }) => automatic && !reservation.existing)) {
      new GoogleReservation(this, `reserved-${pool.name}`, { site, pool });
    }
    for (const pool of steadyPools(site)) {
      new GoogleNodePool(this, `pool-${pool.name}`, { site, pool, clusterId: cluster.id, defaults });
    }

    this.clusterName = cluster.name;
    this.endpoint = cluster.controlPlaneEndpointsConfig.dnsEndpointConfig.endpoint;
    this.certificateAuthority = cluster.masterAuth.clusterCaCertificate;
    this.oidcIssuer = `https://container.googleapis.com/v1/projects/${site.projectId}/locations/${site.region}/clusters/${cluster.name}`;
  }

  private nodeAccount(site: GoogleSite): { readonly account: ServiceAccount; readonly role: ProjectIamMember } {
    const account = new ServiceAccount(this, 'node-account', {
      accountId: serviceAccountId(site, nodeAccountPart),
      displayName: `Nodes of ${site.name}`,
    });
    const role = new ProjectIamMember(this, 'node-role', {
      project: site.projectId,
      role: nodeRole,
      member: account.member,
    });
    return { account, role };
  }
}
