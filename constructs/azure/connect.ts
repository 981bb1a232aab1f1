import { Fn } from 'cdktf';
import type { AzureSite } from '../../environments/model';
import type { Cluster, KubernetesConnection } from '../contracts';

/** The application of AKS in every tenant. Source: azure.github.io/kubelogin/concepts/aks.html. */
const aksServerId = '6dae42f8-4368-4678-94ff-3960e28e3630';

/**
 * Terraform reaches the API server from inside the site's network, or from a network that is connected to it, with a
 * token of whoever is signed in to the Azure command line: a person, or the pipeline by its OIDC trust.
 */
export const connect = (site: AzureSite, cluster: Cluster): KubernetesConnection => ({
  host: `https://${cluster.endpoint}:443`,
  clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority),
  exec: {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: 'kubelogin',
    args: ['get-token', '--login', 'azurecli', '--server-id', aksServerId, '--tenant-id', site.tenantId],
  },
});
