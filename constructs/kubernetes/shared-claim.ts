import type { Construct } from 'constructs';
import type { IPersistentVolumeClaim } from 'kubernetes-models/v1/PersistentVolumeClaim';
import type { FilesBinding, NeedRequest } from '../contracts';
import { secretName } from '../contracts';
import { keptByGitOps } from './keep';
import { typedObject } from './typed-object';

/** Every provider binds a shared folder to a claim of this name. */
export const sharedClaim = (request: NeedRequest<'files'>): FilesBinding => ({ claimName: secretName(request) });

/** Labels of the claims of shared folders. */
export const sharedClaimLabels = { 'evenkeel.dev/need': 'files' } as const;

/**
 * The claim of a shared folder.
 * @param from the class that makes its volume; default: the volume was made before, under the claim's own name
 */
export function addSharedClaim(scope: Construct, request: NeedRequest<'files'>, from?: { storageClass: string }): void {
  const { claimName } = sharedClaim(request);
  const claim: IPersistentVolumeClaim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: claimName,
      namespace: request.namespace,
      labels: { ...sharedClaimLabels },
      annotations: { ...keptByGitOps },
    },
    spec: {
      accessModes: ['ReadWriteMany'],
      // An empty class says: of no class, not of the default one.
      storageClassName: from?.storageClass ?? '',
      ...(from ? {} : { volumeName: claimName }),
      resources: { requests: { storage: `${request.need.storageGiB}Gi` } },
    },
  };
  typedObject(scope, claim);
}
