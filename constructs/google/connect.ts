import type { GoogleSite } from '../../environments/model';
import type { KubernetesConnection } from '../contracts';
import type { GoogleCluster } from './cluster/cluster';

/**
 * Terraform reaches the control plane by its DNS name, from anywhere IAM allows, with a token of whoever runs it. The
 * name's certificate is signed by a public authority, so the cluster's own must not be given.
 */
export const connect = (_site: GoogleSite, cluster: GoogleCluster): KubernetesConnection => ({
  host: `https://${cluster.endpoint}`,
  exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'gke-gcloud-auth-plugin', args: [] },
});
