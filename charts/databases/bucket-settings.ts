import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { BucketBinding } from '../../constructs/contracts';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { databases } from '../../services';

/**
 * Where a bucket is, as environment variables for the pods that use it: `BUCKET_NAME`, `BUCKET_URI`, and what clients of
 * this store need besides. A key, where the store has one, is in the Secret of the bucket's name and never here.
 */
export function bucketSettings(scope: Construct, name: string, { name: bucket, uri, env }: BucketBinding): void {
  const settings: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: databases.namespace },
    data: {
      BUCKET_NAME: bucket,
      BUCKET_URI: uri,
      ...Object.fromEntries(
        Object.entries(env).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
      ),
    },
  };
  typedObject(scope, settings);
}
