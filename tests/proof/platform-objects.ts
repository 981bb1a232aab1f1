import type { RenderedStack } from './rendered-sites';

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface PlatformObject {
  readonly address: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

type Body = { readonly metadata: Metadata | readonly Metadata[]; readonly automount_service_account_token?: boolean };

/** Values Terraform would fill in from a cloud are shown as what they are: unresolved. */
const unresolved = (annotations: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [key, value.includes('${') ? 'made-by-terraform' : value]),
  );

const metadataOf = ({ metadata }: Body): Metadata => {
  const [first] = [metadata].flat();
  if (first === undefined) throw new Error('a Kubernetes resource has no metadata');
  return { ...first, annotations: unresolved(first.annotations) };
};

const TRANSLATIONS: Readonly<Record<string, (body: Body) => Readonly<Record<string, unknown>>>> = {
  kubernetes_namespace_v1: (body) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: metadataOf(body) }),
  kubernetes_service_account_v1: (body) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadataOf(body),
    automountServiceAccountToken: body.automount_service_account_token ?? true,
  }),
};

/** What Terraform's Kubernetes provider would send for a stack's resources. Throws for a type it has no words for. */
export function platformObjects({ json, title }: RenderedStack): PlatformObject[] {
  return Object.entries(json.resource ?? {})
    .filter(([type]) => type.startsWith('kubernetes_'))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([type, byName]) => {
      const translate = TRANSLATIONS[type];
      if (translate === undefined) throw new Error(`${title}: no translation for ${type}`);
      return Object.entries(byName).map(([name, body]) => ({
        address: `${type}.${name}`,
        manifest: translate(body as Body),
      }));
    });
}
