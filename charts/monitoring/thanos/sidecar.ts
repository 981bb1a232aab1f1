import { objectStore, storeKey, thanosStore } from '../../../constructs/kubernetes/telemetry-storage';
import type { ThanosProps } from './thanos-props';

const name = 'monitoring-thanos-sidecar';
const key = 'objstore.yaml';

/** The operator gives the sidecar no environment: a store that wants a key gets it inside the file, in the cluster. */
export function sidecarSecret({ bucket }: Pick<ThanosProps, 'bucket'>) {
  const wanted = storeKey(bucket);
  if (!wanted) return undefined;
  const { type, config } = thanosStore(objectStore(bucket));
  const settings = {
    type,
    config: { ...config, aws_sdk_auth: false, access_key: wanted.id, secret_key: '{{ .key }}' },
  };
  return {
    name,
    from: { key: { secret: wanted.secret, key: wanted.key } },
    template: { [key]: JSON.stringify(settings) },
  };
}

/** `objectStorageConfig` of the chart's sidecar: a Secret that is there, or settings without a secret. */
export const sidecarStorage = (props: Pick<ThanosProps, 'bucket'>) =>
  sidecarSecret(props) ? { existingSecret: { name, key } } : { secret: thanosStore(objectStore(props.bucket)) };
