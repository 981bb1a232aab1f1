import { Size } from 'cdk8s';
import { ConfigMap, EmptyDirMedium, k8s, Secret, Volume, type VolumeMount } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

/** A folder or file of a container that is not part of its image. */
export type Mount =
  | {
      readonly path: string;
      /** Gone with the pod; containers of one pod share a path. */
      readonly scratchMiB: number;
      /** In memory, e.g. for `/dev/shm`; counts against the container's memory. Default: on disk. */
      readonly inMemory?: boolean;
    }
  | {
      readonly path: string;
      readonly configMap: string;
      /** Mounts this key as a single file. Default: every key as a file of the folder. */
      readonly key?: string;
    }
  | { readonly path: string; readonly secret: string; readonly key?: string }
  /** A volume of its own, made with the pod and gone with it, for more than the machine's disk holds. Default class: the cluster's. */
  | { readonly path: string; readonly volumeGiB: number }
  /** A volume of a StatefulServer, by its name. */
  | { readonly path: string; readonly claim: string };

const idOf = (path: string): string =>
  path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** Containers of one pod that name the same source share one volume; cdk8s-plus wants it to be the same object. */
function shared(scope: Construct, id: string, make: () => Volume): Volume {
  return (scope.node.tryFindChild(id) as Volume | undefined) ?? make();
}

/** cdk8s-plus has no such volume, so this one says itself what it becomes. */
function ephemeralVolume(scope: Construct, name: string, gibibytes: number): Volume {
  const claim: k8s.PersistentVolumeClaimTemplate = {
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: k8s.Quantity.fromString(`${gibibytes}Gi`) } },
    },
  };
  const volume: k8s.Volume = { name, ephemeral: { volumeClaimTemplate: claim } };
  return Object.assign(Volume.fromEmptyDir(scope, name, name), { _toKube: () => volume });
}

function volumeOf(scope: Construct, mount: Exclude<Mount, { readonly claim: string }>): Volume {
  if ('scratchMiB' in mount) {
    const name = `scratch-${idOf(mount.path)}`;
    return shared(scope, name, () =>
      Volume.fromEmptyDir(scope, name, name, {
        sizeLimit: Size.mebibytes(mount.scratchMiB),
        ...(mount.inMemory ? { medium: EmptyDirMedium.MEMORY } : {}),
      }),
    );
  }
  if ('volumeGiB' in mount) {
    const name = `volume-${idOf(mount.path)}`;
    return shared(scope, name, () => ephemeralVolume(scope, name, mount.volumeGiB));
  }
  if ('configMap' in mount) {
    const name = `config-${mount.configMap}`;
    return shared(scope, name, () =>
      Volume.fromConfigMap(scope, name, ConfigMap.fromConfigMapName(scope, `${name}-name`, mount.configMap), { name }),
    );
  }
  const name = `secret-${mount.secret}`;
  return shared(scope, name, () =>
    Volume.fromSecret(scope, name, Secret.fromSecretName(scope, `${name}-name`, mount.secret), {
      name,
      // The pod's group reads it, nobody else.
      defaultMode: 0o440,
    }),
  );
}

/** Mounts of everything but claims, which a StatefulServer adds to its own template. */
export const volumeMounts = (scope: Construct, mounts: readonly Mount[]): VolumeMount[] =>
  mounts.flatMap((mount) =>
    'claim' in mount
      ? []
      : [
          {
            path: mount.path,
            volume: volumeOf(scope, mount),
            ...('scratchMiB' in mount || 'volumeGiB' in mount
              ? {}
              : { readOnly: true, ...(mount.key ? { subPath: mount.key } : {}) }),
          },
        ],
  );
