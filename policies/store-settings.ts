import { namedRequestsOf, type ServiceTenant } from '../constructs/contracts';
import { clusterPostgres, managedPostgres, type PostgresLimits } from '../environments/facts';
import { isSitePublicCloud, type Site } from '../environments/model';
import type { RuleFinding } from '../environments/rules/rule';
import type { BucketNeed, PostgresNeed } from '../services';

type Refusal = Pick<RuleFinding, 'message' | 'value' | 'allowed' | 'fix'>;

/** What a server cannot do of what a service asks of its database. */
function postgresRefusals({ title, maxReadReplicas, refused }: PostgresLimits, need: PostgresNeed): Refusal[] {
  const { readReplicas = 0, parameters = {} } = need;
  return [
    ...(readReplicas > maxReadReplicas
      ? [
          {
            message: `asks for more copies for reads than ${title} gives one server`,
            value: readReplicas,
            allowed: [`0 to ${maxReadReplicas}`],
            fix: `ask for ${maxReadReplicas} or fewer`,
          },
        ]
      : []),
    ...Object.keys(parameters)
      .filter((name) => Object.hasOwn(refused, name))
      .map((name) => ({
        message: `sets ${name}, which ${title} is not known to let its users set`,
        value: parameters[name],
        allowed: ['leave it out'],
        fix: `leave ${name} out; ${refused[name]}`,
      })),
  ];
}

/** A lock that nobody lifts makes a bucket that nobody deletes, which a site that is free to delete says it does not want. */
function bucketRefusals(site: Site, { lock }: BucketNeed): Refusal[] {
  if (lock === undefined) return [];
  if (!isSitePublicCloud(site) || site.providers.bucket !== 'managed') {
    return [
      {
        message:
          'locks its objects, which the store inside the cluster cannot keep: who has its volume may delete them',
        value: lock.mode,
        allowed: ['no lock', "providers.bucket: 'managed'"],
        fix: "leave the lock out where buckets are in the cluster, or let the cloud run them: providers.bucket: 'managed'",
      },
    ];
  }
  if (site.deletionProtection || lock.mode === 'governance') return [];
  return [
    {
      message: `locks its objects for ${lock.days} days so that nobody can lift it, while deletionProtection is false: the site could not be deleted until then`,
      value: 'compliance',
      allowed: ['governance', 'deletionProtection: true'],
      fix: "set mode: 'governance', or protect the environment: deletionProtection: true",
    },
  ];
}

/** What services ask of databases and buckets and a site cannot keep, refused before a build. */
export function unmetByStores(site: Site, siteIndex: number, tenants: readonly ServiceTenant[]): RuleFinding[] {
  const limits =
    isSitePublicCloud(site) && site.providers.postgres === 'managed' ? managedPostgres[site.cloud] : clusterPostgres;
  return tenants.flatMap((tenant) => {
    const said = (key: string, refusals: readonly Refusal[]): RuleFinding[] =>
      refusals.map(({ message, ...rest }) => ({
        code: 'NEED_UNMET',
        place: `services.${tenant.service}`,
        message: `${message} ("${key}"), on sites[${siteIndex}] (${site.name})`,
        ...rest,
      }));
    return [
      ...namedRequestsOf(site, tenant, 'postgres').flatMap(([key, { need }]) =>
        said(key, postgresRefusals(limits, need)),
      ),
      ...namedRequestsOf(site, tenant, 'bucket').flatMap(([key, { need }]) => said(key, bucketRefusals(site, need))),
    ];
  });
}
