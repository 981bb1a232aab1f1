import { renderSiteOutput } from '../../delivery/site-output';
import type { Site } from '../../environments/model';
import type { Manifest } from '../../policies/site-output';
import { accepted, listOf, loadDefinitions } from './api-server-objects';
import { platformObjects } from './platform-objects';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';
import { startVeleroServer, type VeleroServer } from './tools/velero-server';

/** What was rendered for a site, as far as it takes part in the drill of its cluster. */
export interface ClusterRelease {
  readonly site: Site;
  /** Namespaces and accounts, which Terraform makes. */
  readonly platform: readonly object[];
  /** What is applied before the services, and the times of backups: wave by wave. */
  readonly waves: readonly (readonly Manifest[])[];
  readonly manifests: readonly Manifest[];
}

/** A chart of operators makes these, and nothing that is rendered. */
const notOfTheDrill = new Set(['Application', 'AppProject']);

/** Renders one site as a release has it. */
export async function clusterRelease(site: Site): Promise<ClusterRelease> {
  const { output, rendered } = await renderSiteOutput(site);
  const json = output.stacks.platform ?? {};
  const folders = [...new Set(rendered.map(({ folder }) => folder))].filter((folder) => /^k8s\/[12]\d-/.test(folder));
  return {
    site,
    platform: platformObjects({ json, title: site.name, site: site.name, name: 'platform', folder: '' }).map(
      ({ manifest }) => manifest,
    ),
    waves: folders.sort().map((folder) =>
      rendered
        .filter((one) => one.folder === folder)
        .map(({ manifest }) => manifest)
        .filter(({ kind }) => !notOfTheDrill.has(kind)),
    ),
    manifests: output.manifests,
  };
}

/** The values that the release passes to the chart of Velero. */
export function veleroValues({ manifests }: ClusterRelease): {
  readonly configuration: {
    readonly features: string;
    readonly uploaderType: string;
    readonly defaultBackupStorageLocation: string;
    readonly logFormat: string;
  };
} {
  const application = manifests.find(({ kind, metadata }) => kind === 'Application' && metadata.name === 'velero');
  const { source } = (application as unknown as { spec: { source: { helm: { valuesObject: unknown } } } }).spec;
  return source.helm.valuesObject as ReturnType<typeof veleroValues>;
}

interface Location {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly config: Readonly<Record<string, string>> };
}

/** The rendered place of backups, but with moto in the place of S3, and looked at more often than once a minute. */
export const atMoto = (location: Manifest, moto: string): Manifest => {
  const { spec } = location as unknown as Location;
  const config = { ...spec.config, s3Url: moto, s3ForcePathStyle: 'true' };
  return { ...location, spec: { ...spec, config, backupSyncPeriod: '2s', validationFrequency: '2s' } } as Manifest;
};

export interface ClusterSite {
  readonly release: ClusterRelease;
  readonly server: KubeApiServer;
  readonly velero: VeleroServer;
  /** Ends everything without warning. */
  kill(): Promise<void>;
}

/** What the chart's Deployment is to Velero, which looks for the plugins that it was started with: nothing runs here. */
const deployment = (namespace: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'velero', namespace },
  spec: {
    selector: { matchLabels: { name: 'velero' } },
    template: {
      metadata: { labels: { name: 'velero' } },
      spec: { containers: [{ name: 'velero', image: 'docker.io/velero/velero:v1.18.1' }] },
    },
  },
});

const namespace = 'velero';

export interface ClusterSiteProps {
  readonly release: ClusterRelease;
  /** Folder of its data; made where missing. */
  readonly dir: string;
  readonly moto: string;
  /** Called with what has been done. Default: nobody is told. */
  readonly stepDone?: (what: string) => void;
}

/**
 * Builds a site from nothing: its own etcd and API server, the definitions of its operators, then what the release has for
 * it, wave by wave and strictly, and Velero with the arguments that its chart makes of the rendered values.
 */
export async function startClusterSite(props: ClusterSiteProps): Promise<ClusterSite> {
  const { release, dir, moto, stepDone = () => undefined } = props;
  const server = await startKubeApiServer({ dir });
  let velero: VeleroServer | undefined;
  const kill = async (): Promise<void> => {
    await velero?.kill();
    await server.kill();
  };
  try {
    stepDone('the API server answers');
    const applied = release.waves.flat();
    await loadDefinitions(server, applied);
    await accepted(server, ['apply', '--server-side', '-f', '-'], listOf([...release.platform, deployment(namespace)]));
    stepDone('definitions and namespaces are there');
    for (const wave of release.waves) {
      const objects = wave.map((one) => (one.kind === 'BackupStorageLocation' ? atMoto(one, moto) : one));
      if (objects.length === 0) continue;
      await accepted(server, ['apply', '--server-side', '--validate=strict', '-f', '-'], listOf(objects));
    }
    stepDone('what comes before the services is applied');
    const { configuration } = veleroValues(release);
    velero = await startVeleroServer({
      server,
      dir: `${dir}-velero`,
      namespace,
      // As the chart's Deployment makes them of the same values.
      arguments: [
        `--uploader-type=${configuration.uploaderType}`,
        `--default-backup-storage-location=${configuration.defaultBackupStorageLocation}`,
        `--log-format=${configuration.logFormat}`,
        `--features=${configuration.features}`,
      ],
    });
    stepDone('Velero runs');
    return { release, server, velero, kill };
  } catch (error) {
    await kill();
    throw error;
  }
}
