import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { PersistentVolumeV1 } from '@cdktf/provider-kubernetes/lib/persistent-volume-v1';
import { KubernetesProvider } from '@cdktf/provider-kubernetes/lib/provider';
import { ServiceAccountV1 } from '@cdktf/provider-kubernetes/lib/service-account-v1';
import { Construct } from 'constructs';
import { type SiteNamespace, siteNamespaces } from '../charts/foundations/namespaces';
import { siteTenants } from '../charts/operators';
import {
  type KubernetesConnection,
  type MadeVolume,
  type NeedRequest,
  requestsOf,
  type StackFoundation,
  secretName,
} from '../constructs/contracts';
import type { Site } from '../environments/model';
import { kubernetesProviderConfig } from './kubernetes-connection';
import { SiteStack } from './site-stack';

/** Makes the cloud side of an identity; returns what the service account must carry. */
export type ProvisionIdentity<S extends Site> = (
  scope: Construct,
  request: NeedRequest<'identity', S>,
) => { readonly serviceAccountAnnotations: Readonly<Record<string, string>> };

/** A shared folder, and whose it is. */
export interface SharedVolume {
  readonly request: NeedRequest<'files'>;
  readonly volume: MadeVolume;
}

export interface PlatformStackProps<S extends Site> {
  readonly connection: KubernetesConnection;
  readonly provisionIdentity: ProvisionIdentity<S>;
  /** Lets the nodes pull from the site's own registry. */
  readonly letNodesPull?: (scope: Construct) => void;
  /** Default: no service shares a folder. */
  readonly volumes?: readonly SharedVolume[];
}

/**
 * Namespaces, service accounts and the cloud identities behind them. One owner for all three, because a cloud may need
 * an unresolved value (a client id) on the service account.
 */
export class PlatformStack<S extends Site> extends SiteStack<S> {
  constructor(scope: Construct, site: S, platform: StackFoundation<S>, props: PlatformStackProps<S>) {
    super(scope, 'platform', site, platform);
    new KubernetesProvider(this, 'kubernetes', kubernetesProviderConfig(props.connection));
    props.letNodesPull?.(this);
    const namespaces = new Map(siteNamespaces(site).map((namespace) => [namespace.name, this.namespace(namespace)]));
    for (const shared of props.volumes ?? []) this.volume(shared);
    for (const tenant of siteTenants(site)) {
      const namespace = namespaces.get(tenant.namespace);
      if (!namespace) throw new Error(`${tenant.name}: no namespace ${tenant.namespace} on ${site.name}`);
      for (const request of requestsOf(site, tenant, 'identity')) {
        this.serviceAccount(request, namespace, props.provisionIdentity);
      }
    }
  }

  /** For the one claim of the service; what is in it stays when the claim goes. */
  private volume({ request, volume }: SharedVolume): void {
    const { driver, handle, attributes, mountOptions } = volume;
    const name = secretName(request);
    new PersistentVolumeV1(this, `volume-${name}`, {
      metadata: {
        name,
        labels: { 'app.kubernetes.io/managed-by': 'evenkeel', 'evenkeel.dev/service': request.service },
      },
      spec: [
        {
          capacity: { storage: `${request.need.storageGiB}Gi` },
          accessModes: ['ReadWriteMany'],
          persistentVolumeReclaimPolicy: 'Retain',
          claimRef: { namespace: request.namespace, name },
          ...(mountOptions ? { mountOptions: [...mountOptions] } : {}),
          persistentVolumeSource: {
            csi: { driver, volumeHandle: handle, ...(attributes ? { volumeAttributes: { ...attributes } } : {}) },
          },
        },
      ],
    });
  }

  private namespace({ name, labels }: SiteNamespace): NamespaceV1 {
    return new NamespaceV1(this, `namespace-${name}`, { metadata: { name, labels: { ...labels } } });
  }

  private serviceAccount(
    request: NeedRequest<'identity', S>,
    namespace: NamespaceV1,
    provisionIdentity: ProvisionIdentity<S>,
  ): void {
    const scope = new Construct(this, `${request.service}-${request.name}`);
    const { serviceAccountAnnotations } = provisionIdentity(scope, request);
    new ServiceAccountV1(scope, 'service-account', {
      metadata: {
        name: request.need.serviceAccount,
        namespace: request.namespace,
        labels: { 'app.kubernetes.io/managed-by': 'evenkeel', 'evenkeel.dev/service': request.service },
        annotations: { ...serviceAccountAnnotations },
      },
      automountServiceAccountToken: request.need.tokenMounted ?? false,
      dependsOn: [namespace],
    });
  }
}
