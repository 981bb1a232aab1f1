import type { KubernetesConnection } from '../constructs/contracts';

/** The connection in the words of Terraform's Kubernetes provider; the Helm provider nests the same. */
export const kubernetesProviderConfig = (connection: KubernetesConnection) =>
  'configPath' in connection
    ? connection
    : {
        host: connection.host,
        clusterCaCertificate: connection.clusterCaCertificate,
        exec: [{ ...connection.exec, args: [...connection.exec.args], env: { ...connection.exec.env } }],
      };
