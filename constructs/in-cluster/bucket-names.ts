import { type NeedRequest, secretName } from '../contracts';

type Request = Pick<NeedRequest<'bucket'>, 'service' | 'name' | 'namespace'>;

/** One store a need, beside its service; store, volume, secret and bucket share the name. */
export const storeName = (request: Request): string => secretName(request);

export const storePort = 8333;

/** Labels of the store's pod. */
export const storeLabels = (request: Request) => ({
  'app.kubernetes.io/name': 'seaweedfs',
  'app.kubernetes.io/instance': storeName(request),
  'app.kubernetes.io/component': 'object-store',
});

/** Labels of the pod that sets the bucket up. */
export const setupLabels = (request: Request) => ({
  'app.kubernetes.io/name': 'bucket-setup',
  'app.kubernetes.io/instance': storeName(request),
  'app.kubernetes.io/component': 'setup',
});

/** What any S3 client needs to know; the secret half is generated in the cluster. */
export const clientEnv = (request: Request) => ({
  AWS_ENDPOINT_URL_S3: `http://${storeName(request)}.${request.namespace}.svc:${storePort}`,
  // One region is as good as another: the store has none, the signature wants one.
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: storeName(request),
  AWS_SECRET_ACCESS_KEY: { secret: storeName(request), key: 'value' },
  // Newer clients send checksums that only Amazon's own store understands.
  AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
  AWS_RESPONSE_CHECKSUM_VALIDATION: 'when_required',
});
