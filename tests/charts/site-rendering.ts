import { chartContext, type Manifest, type RenderedObject, renderSite } from '../../charts';
import {
  isAbsent,
  type KafkaClient,
  type KubernetesFacts,
  type NeedBinder,
  secretName,
} from '../../constructs/contracts';
import { inClusterNeeds, localKubernetesFacts } from '../../constructs/in-cluster';
import { externalSecret, postgresSecretKeys } from '../../constructs/kubernetes/external-secret';
import { postgresBoundUsers, postgresUsers } from '../../constructs/kubernetes/postgres-users';
import { addSharedClaim, sharedClaim } from '../../constructs/kubernetes/shared-claim';
import type { LocalSite, Site } from '../../environments/model';
import { type CloudNeedKind, isClusterNeed, type NeedKind } from '../../services';
import { googleSite, localSite } from '../fixtures/sites';

const localProvider = <K extends NeedKind>(kind: K): NeedBinder<K> => {
  const provider = inClusterNeeds[kind];
  if (isAbsent(provider)) throw new Error(`${kind}: ${provider.absent}`);
  return provider as NeedBinder<K>;
};

/** Follows the site in the one kind that it may choose here. */
const withItsCache =
  (site: Site, other: <K extends NeedKind>(kind: K) => NeedBinder<K>) =>
  <K extends NeedKind>(kind: K): NeedBinder<K> => {
    if (kind !== 'cache') return other(kind);
    return site.providers.cache === 'managed' ? (managedNeeds.cache as unknown as NeedBinder<K>) : localProvider(kind);
  };

/** A site that meets every need inside the cluster, but for a cache that it leaves to somebody else. */
export function renderLocal(overrides: Partial<LocalSite> = {}): RenderedObject[] {
  const site = localSite(overrides);
  const context = chartContext(site, localKubernetesFacts(site));
  return renderSite<Site>({ context, site, providerOf: withItsCache(site, localProvider) });
}

const outside = '203.0.113.0/24';
const to = (port: number) => [{ cidr: outside, ports: [{ port, protocol: 'TCP' as const }] }];

const managedKafka: KafkaClient = {
  bootstrapServers: 'kafka.example.com:9092',
  authentication: {
    kind: 'workload-identity',
    mechanism: 'OAUTHBEARER',
    properties: {
      'sasl.jaas.config': 'org.example.LoginModule required;',
      'sasl.login.callback.handler.class': 'org.example.Handler',
    },
    jars: ['org/example/handler-1.jar'],
  },
  egress: to(9092),
};

/** What a cloud binds needs to, with nothing of any real cloud in it. */
const managedNeeds: { readonly [K in CloudNeedKind]: NeedBinder<K> } = {
  postgres: {
    bind: (request) => ({
      secretName: secretName(request),
      sslMode: 'verify-full',
      egress: to(5432),
      ...postgresBoundUsers(request, (user, as) => (as === 'capture' ? [`ALTER ROLE ${user} REPLICATION`] : [])),
    }),
    manifests: (scope, request) => {
      for (const one of postgresUsers(request)) {
        externalSecret(scope, {
          name: secretName(one),
          namespace: request.namespace,
          remoteKey: 'somewhere',
          properties: postgresSecretKeys(request.need),
        });
      }
    },
  },
  cache: {
    bind: (request) => ({
      secretName: secretName(request),
      signIn: 'network',
      tls: 'private-authority',
      egress: to(6379),
    }),
    manifests: (scope, request) => {
      externalSecret(scope, {
        name: secretName(request),
        namespace: request.namespace,
        remoteKey: 'quick',
        properties: ['host', 'port'],
        renamed: { 'ca.crt': 'authority' },
      });
    },
  },
  warehouse: {
    bind: () => ({
      engine: 'bigquery',
      catalog: 'records',
      database: 'warehouse',
      region: 'here',
      env: { RECORDS: 'yes' },
      egress: to(9443),
    }),
    manifests: () => {},
  },
  files: { bind: sharedClaim, manifests: (scope, request) => addSharedClaim(scope, request) },
  bucket: {
    bind: () => ({
      name: 'files',
      uri: 'store://files',
      env: { STORE: 'yes' },
      hadoop: { uri: 'storefs://files', settings: { 'fs.store.kind': 'managed' }, jars: ['org/store/store-1.jar'] },
      egress: to(443),
    }),
    manifests: () => {},
  },
  secret: {
    bind: (request) => ({ secretName: secretName(request) }),
    manifests: (scope, request) => {
      externalSecret(scope, {
        name: secretName(request),
        namespace: request.namespace,
        remoteKey: 'elsewhere',
        properties: [],
        wholeAs: request.need.key,
      });
    },
  },
  credential: {
    bind: (request) => ({ secretName: secretName(request) }),
    manifests: (scope, request) => {
      externalSecret(scope, {
        name: secretName(request),
        namespace: request.namespace,
        remoteKey: 'given',
        properties: request.need.keys,
      });
    },
  },
  identity: {
    bind: ({ need }) => ({
      serviceAccountName: need.serviceAccount,
      podLabels: { 'identity.example.com/use': 'true' },
      egress: to(8443),
    }),
    manifests: () => {},
  },
  key: { bind: () => ({ name: 'key' }), manifests: () => {} },
  kafka: { bind: () => ({ admin: managedKafka }), manifests: () => {} },
  topic: {
    bind: (request) => ({ ...managedKafka, topic: request.need.topic, groupPrefix: `${request.service}.` }),
    manifests: () => {},
  },
};

export const managedFacts: KubernetesFacts = {
  secretStoreProvider: { gcpsm: { projectID: 'test' } },
  storageClass: { provisioner: 'disk.example.com', parameters: { key: 'own' } },
  fastStorageClass: { provisioner: 'disk.example.com', parameters: { key: 'own', speed: 'high' } },
  people: { viewer: ['viewers'], operator: ['operators'], 'break-glass': [] },
  snapshotClass: { driver: 'disk.example.com', parameters: {} },
  privateLoadBalancerAnnotations: { 'load-balancer.example.com/private': 'true' },
  apiServerCidrs: ['10.9.0.0/28'],
  nodeCidrs: ['10.8.0.0/19'],
};

const managedProvider =
  ({ providers }: Site) =>
  <K extends NeedKind>(kind: K): NeedBinder<K> =>
    isClusterNeed(kind) || ((kind === 'kafka' || kind === 'topic') && providers.kafka === 'in-cluster')
      ? localProvider(kind)
      : (managedNeeds[kind as CloudNeedKind] as unknown as NeedBinder<K>);

/** A site whose cloud meets every need, caches where the site asks for it; which cloud makes no difference to charts. */
export function renderManaged(overrides: Partial<Site> = {}, facts: KubernetesFacts = managedFacts): RenderedObject[] {
  const site = { ...googleSite(), ...overrides } as Site;
  return renderSite<Site>({
    context: chartContext(site, facts),
    site,
    providerOf: withItsCache(site, managedProvider(site)),
  });
}

const at = ({ folder, manifest }: RenderedObject): string => `${folder}/${manifest.kind}/${manifest.metadata.name}`;

/** `folder/kind/name` of every object, sorted. */
export const places = (rendered: readonly RenderedObject[]): string[] => rendered.map(at).sort();

export const manifests = (rendered: readonly RenderedObject[]): Manifest[] => rendered.map(({ manifest }) => manifest);

/** The one object of that kind and name; throws where there is none. */
export function the(rendered: readonly RenderedObject[], kind: string, name: string): Manifest {
  const found = manifests(rendered).find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
}

/** The spec, loosely typed: tests read what the cluster will read. */
export const specOf = <T = Record<string, unknown>>(manifest: Manifest): T => manifest.spec as T;
