import type { GoogleSite } from '../../environments/model';
import type { Cluster, KubernetesConnection } from '../contracts';

/**
 * Terraform reaches the control plane by its DNS name, from anywhere IAM allows, with a token of whoever runs it. The
 * name's certificate is signed by a public authority, so the cluster's own must not be given.
 */
export const connect = (_site: GoogleSite, cluster: Cluster): KubernetesConnection => ({
  host: `https://${cluster.endpoint}`,
  exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'gke-gcloud-auth-plugin', args: [] },
});
