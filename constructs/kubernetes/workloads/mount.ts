import { Size } from 'cdk8s';
import { ConfigMap, EmptyDirMedium, Secret, Volume, type VolumeMount } from 'cdk8s-plus-28';
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
            ...('scratchMiB' in mount ? {} : { readOnly: true, ...(mount.key ? { subPath: mount.key } : {}) }),
          },
        ],
  );
