import { Fn } from 'cdktf';
import type { AwsSite } from '../../environments/model';
import type { Cluster, KubernetesConnection } from '../contracts';
import { eksName } from './names';

/** Terraform signs in with a token of whoever runs it, good for a quarter of an hour. */
export const connect = (site: AwsSite, cluster: Cluster): KubernetesConnection => ({
  host: cluster.endpoint,
  clusterCaCertificate: Fn.base64decode(cluster.certificateAuthority),
  exec: {
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    command: 'aws',
    args: ['eks', 'get-token', '--cluster-name', eksName(site), '--region', site.region, '--output', 'json'],
  },
});
