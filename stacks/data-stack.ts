import { Construct } from 'constructs';
import {
  type Absent,
  type BucketSync,
  type CloudNeedProvider,
  type CloudPlatform,
  type CloudTypes,
  clusterStateTenants,
  copyTenants,
  type DataNeedKind,
  isAbsent,
  kebabCase,
  type Provisioned,
  requestsOf,
  serviceTenants,
  type Tenant,
} from '../constructs/contracts';
import { archiveTenants } from '../constructs/contracts/archive-tenants';
import type { IdentityNeed } from '../services';
import type { SharedVolume } from './platform-stack';
import { SiteStack } from './site-stack';

/** A record, so that a kind that is missing does not compile. */
const dataNeeds: Readonly<Record<DataNeedKind, true>> = {
  postgres: true,
  bucket: true,
  kafka: true,
  topic: true,
  secret: true,
  credential: true,
  cache: true,
  warehouse: true,
  files: true,
};
const dataNeedKinds = Object.keys(dataNeeds) as readonly DataNeedKind[];

/** What services keep: databases, buckets, secrets and their keys. Never destroyed by accident. */
export class DataStack<T extends CloudTypes> extends SiteStack<T['site']> {
  /** By tenant, then by need. */
  private readonly provisioned = new Map<string, ReadonlyMap<string, Provisioned<T>>>();

  constructor(
    scope: Construct,
    site: T['site'],
    private readonly platform: CloudPlatform<T>,
    private readonly network: T['network'],
  ) {
    super(scope, 'data', site, platform);
    const foundation = platform.foundation(this, site, network);
    if (site.registry) platform.registry(this, site, site.registry, { network, foundation });
    if (site.adopt?.registry) platform.adoptedRegistry(this, site, network);
    for (const tenant of [...serviceTenants(site), ...archiveTenants(site), ...clusterStateTenants(site)]) {
      this.provisionTenant(tenant, foundation);
    }
  }

  /** What the identity of a tenant may do: what its own needs grant, or read secrets or metrics of the whole site. */
  grantsOf(tenant: string, reach: IdentityNeed['grants']): readonly T['grant'][] {
    const all = [...this.provisioned.values()].flatMap((needs) => [...needs.values()]);
    if (reach === 'site-secrets') return all.flatMap((need) => need.secretReaderGrants);
    if (reach === 'site-metrics') return all.flatMap((need) => need.metricReaderGrants ?? []);
    const copy = copyTenants(this.site).find(({ name }) => name === tenant);
    if (copy) return this.copyGrants(copy.sync);
    const own = [...(this.provisioned.get(tenant)?.values() ?? [])];
    return [...own, ...this.sharedWith(tenant)].flatMap((need) => need.serviceGrants);
  }

  /** Volumes that claims of the cluster are bound to, which the `platform` stack enters there. */
  volumes(): SharedVolume[] {
    return serviceTenants(this.site).flatMap((tenant) =>
      requestsOf(this.site, tenant, 'files').flatMap((request) => {
        const volume = this.provisioned.get(tenant.name)?.get(request.name)?.volume;
        return volume ? [{ request, volume }] : [];
      }),
    );
  }

  /** What the job may do with the bucket of this site: only read it, where it is copied elsewhere. */
  private copyGrants({ service, need, from }: BucketSync): readonly T['grant'][] {
    const bucket = this.provisioned.get(service)?.get(need);
    if (!bucket) throw new Error(`${this.site.name} has no bucket ${service}/${need} to copy`);
    return from.name === this.site.name ? (bucket.readGrants ?? bucket.serviceGrants) : bucket.serviceGrants;
  }

  /** Buckets of other services that a service uses as itself. */
  private sharedWith(name: string): Provisioned<T>[] {
    const tenant = serviceTenants(this.site).find((one) => one.name === name);
    if (!tenant) return [];
    return requestsOf(this.site, tenant, 'sharedBucket').flatMap(
      ({ need }) => this.provisioned.get(kebabCase(need.service))?.get(kebabCase(need.need)) ?? [],
    );
  }

  private provisionTenant(tenant: Tenant, foundation: T['foundation']): void {
    const { platform, network, site } = this;
    const scope = new Construct(this, tenant.name);
    const [ownKey] = requestsOf(site, tenant, 'key').map((request) =>
      platform.needs.key.provision(new Construct(scope, request.name), request, { network, foundation }),
    );
    const context = { network, foundation, key: ownKey ?? foundation.dataKey };
    const providers: { readonly [K in DataNeedKind]: CloudNeedProvider<K, T> | Absent } = platform.needs;
    const provision = <K extends DataNeedKind>(kind: K) => {
      const provider: CloudNeedProvider<K, T> | Absent = providers[kind];
      return requestsOf(site, tenant, kind).map((request) => {
        if (isAbsent(provider)) throw new Error(`NEED_UNMET ${site.name}: ${provider.absent}; ${provider.instead}`);
        return [request.name, provider.provision(new Construct(scope, request.name), request, context)] as const;
      });
    };
    const managed = dataNeedKinds.filter((kind) => site.providers[kind] === 'managed');
    this.provisioned.set(tenant.name, new Map(managed.flatMap((kind) => provision(kind))));
  }
}
