import * as kubernetes from '@pulumi/kubernetes';
import {
  ComponentResource,
  type ComponentResourceOptions,
  type CustomResource,
  type CustomResourceOptions,
  type Resource,
} from '@pulumi/pulumi';
import { releaseTimeoutMinutes } from '../../charts/gitops/names';
import type { Manifest } from '../../charts/rendered-object';
import type { DeployedWave } from './deployed-objects';
import type { ChartRelease } from './gitops-order';
import { inOrder } from './in-order';
import { objectOptions, releaseTimeouts, withReadiness } from './object-options';
import { identity, resourceName, typeToken } from './resource-names';

export interface SiteProgramProps {
  readonly site: string;
  readonly waves: readonly DeployedWave[];
  /** How the cluster is reached. No secret: a file, and a context in it. Default: those that kubectl would use. */
  readonly connection: { readonly kubeconfig?: string; readonly context?: string };
  /** Kept objects are never replaced or destroyed. */
  readonly isProtected: boolean;
  /** Types under which objects are in the state now, by their identity. Default: the state is empty. */
  readonly formerTypes?: ReadonlyMap<string, string>;
}

type ObjectClass = new (name: string, args: object, options: CustomResourceOptions) => CustomResource;

/** The class that the SDK has for a kind: `apps.v1.Deployment`; what only a definition knows has none. */
function objectClass({ apiVersion, kind }: Manifest): ObjectClass {
  const [version = '', group = 'core'] = apiVersion.split('/').reverse();
  const [folder = ''] = group.split('.');
  const groups = kubernetes as unknown as Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, ObjectClass>>>> | undefined>
  >;
  return groups[folder]?.[version]?.[kind] ?? (kubernetes.apiextensions.CustomResource as unknown as ObjectClass);
}

/** Everything of one folder of the tree. What waits for it waits for all that is in it. */
class Wave extends ComponentResource {
  constructor(wave: DeployedWave, props: SiteProgramProps, options: ComponentResourceOptions) {
    super('evenkeel:delivery:Wave', wave.name, {}, options);
    for (const manifest of wave.objects) this.object(manifest, props);
    const made = new Map<string, Resource>();
    for (const release of inOrder(wave.releases)) made.set(release.name, this.release(release, made));
    this.registerOutputs();
  }

  private object(manifest: Manifest, { isProtected, formerTypes }: SiteProgramProps): void {
    const name = resourceName(manifest);
    const token = typeToken(manifest);
    const former = formerTypes?.get(identity(token, name));
    const Class = objectClass(manifest);
    new Class(name, withReadiness(manifest), {
      parent: this,
      ...objectOptions(manifest, { isProtected }),
      ...(former !== undefined && former !== token ? { aliases: [{ type: former }] } : {}),
    });
  }

  /** An operator as a pinned Helm chart; a failed upgrade is rolled back. */
  private release(release: ChartRelease, made: ReadonlyMap<string, Resource>): Resource {
    const { name, namespace, repository, chart, version, values, after } = release;
    const isOci = repository.startsWith('oci://');
    return new kubernetes.helm.v3.Release(
      name,
      {
        name,
        namespace,
        version,
        chart: isOci ? `${repository}/${chart}` : chart,
        ...(isOci ? {} : { repositoryOpts: { repo: repository } }),
        values: { ...values },
        createNamespace: false,
        atomic: true,
        cleanupOnFail: true,
        maxHistory: 5,
        timeout: releaseTimeoutMinutes * 60,
      },
      {
        parent: this,
        dependsOn: after.flatMap((before) => made.get(before) ?? []),
        customTimeouts: releaseTimeouts,
        deleteBeforeReplace: true,
      },
    );
  }
}

/** The objects of a site as a Pulumi program: one component a wave, each behind those that it waits for. */
export const siteProgram = (props: SiteProgramProps) => async (): Promise<void> => {
  const { kubeconfig, context } = props.connection;
  const provider = new kubernetes.Provider('cluster', {
    ...(kubeconfig === undefined ? {} : { kubeconfig }),
    ...(context === undefined ? {} : { context }),
    // Another path to the same cluster must not replace everything in it.
    clusterIdentifier: props.site,
    // As both GitOps engines: server-side apply, and what was changed by hand is put back.
    enableServerSideApply: true,
    enablePatchForce: true,
    // What GitOps or a backup has made already is taken over.
    upsertExistingObjects: true,
    // With a fixed name, a new content would mean to delete the old one first.
    enableConfigMapMutable: true,
    suppressDeprecationWarnings: true,
  });
  const waves = new Map<string, Resource>();
  for (const wave of inOrder(props.waves)) {
    const dependsOn = wave.after.flatMap((before) => waves.get(before) ?? []);
    waves.set(wave.name, new Wave(wave, props, { providers: [provider], dependsOn }));
  }
};
