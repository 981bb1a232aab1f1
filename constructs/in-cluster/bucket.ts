import type { NeedBinder } from '../contracts';
import { networkPolicy, tcp, usersOf } from '../kubernetes/network-policy';
import { bucketHadoop } from './bucket-hadoop';
import { clientEnv, setupLabels, storeLabels, storeName, storePort } from './bucket-names';
import { bucketSetup } from './bucket-setup';
import { bucketStore } from './bucket-store';
import { generatedSecret } from './generated-secret';

/**
 * An S3-compatible store beside the service: SeaweedFS, which is Apache-2.0 and alive, where MinIO is archived and
 * Garage is AGPL. Reached over plain HTTP, but by the service's own pods only.
 */
export const bucket: NeedBinder<'bucket'> = {
  bind: (request) => ({
    name: storeName(request),
    uri: `s3://${storeName(request)}`,
    env: clientEnv(request),
    hadoop: bucketHadoop(request),
    egress: [{ namespace: request.namespace, podLabels: storeLabels(request), ports: [tcp(storePort)] }],
  }),
  manifests: (scope, request) => {
    const { namespace, service } = request;
    const name = storeName(request);
    const toStore = { namespace, podLabels: storeLabels(request), ports: [tcp(storePort)] };
    generatedSecret(scope, { name, namespace, length: 40 });
    bucketStore(scope, request);
    bucketSetup(scope, request);
    networkPolicy(scope, {
      name,
      namespace,
      podLabels: storeLabels(request),
      ingress: [
        { namespace, podLabels: { 'app.kubernetes.io/instance': service }, ports: [tcp(storePort)] },
        { namespace, podLabels: setupLabels(request), ports: [tcp(storePort)] },
        ...(request.need.shared ? [usersOf(name, [tcp(storePort)])] : []),
      ],
      egress: [],
    });
    networkPolicy(scope, {
      name: `${name}-setup`,
      namespace,
      podLabels: setupLabels(request),
      ingress: [],
      egress: [toStore],
    });
  },
};
