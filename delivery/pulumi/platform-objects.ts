import type { Manifest } from '../../charts/rendered-object';
import type { StackJson } from '../../policies/site-output';

interface TerraformMetadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface TerraformObject {
  readonly metadata: TerraformMetadata;
  readonly automount_service_account_token?: boolean;
}

const metadataOf = ({ metadata: { name, namespace, labels, annotations } }: TerraformObject): Manifest['metadata'] => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
  ...(labels && Object.keys(labels).length > 0 ? { labels } : {}),
  ...(annotations && Object.keys(annotations).length > 0 ? { annotations } : {}),
});

/** Types of Terraform's Kubernetes provider that the stack has, as objects. */
const kinds: Readonly<Record<string, (resource: TerraformObject) => Manifest>> = {
  kubernetes_namespace_v1: (resource) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: metadataOf(resource) }),
  kubernetes_service_account_v1: (resource) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadataOf(resource),
    automountServiceAccountToken: resource.automount_service_account_token ?? true,
  }),
};

/**
 * What the `platform` stack makes inside of a cluster alone, as objects: there is no Terraform where nothing of a cloud
 * is to be made.
 * @throws Error where the stack makes something else, which only Terraform could make
 */
export function platformObjects({ resource = {} }: Pick<StackJson, 'resource'>): Manifest[] {
  const others = Object.keys(resource).filter((type) => !(type in kinds));
  if (others.length > 0) throw new Error(`only Terraform makes ${others.join(', ')}`);
  return Object.entries(resource).flatMap(([type, resources]) =>
    Object.values(resources as Readonly<Record<string, unknown>>).flatMap(
      (one) => kinds[type]?.(one as TerraformObject) ?? [],
    ),
  );
}
