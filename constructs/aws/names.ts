import type { AwsSite, HumanRole } from '../../environments/model';
import { globalName } from '../contracts';

type Named = Pick<AwsSite, 'organisation' | 'name'>;
type Placed = Named & Pick<AwsSite, 'region' | 'accountId'>;

const short = (site: Named, parts: readonly string[], maxLength: number): string =>
  globalName(site, parts, { maxLength, separator: '-' });

/** S3: at most 63 characters, unique in the world. */
export const bucketName = (site: Named, ...parts: string[]): string => short(site, parts, 63);

/** IAM roles: at most 64 characters, unique in the account whatever their path. */
export const roleName = (site: Named, ...parts: string[]): string => short(site, parts, 64);

/** RDS instances, subnet and parameter groups: at most 63 characters, unique in account and region. */
export const databaseName = (site: Named, ...parts: string[]): string => short(site, parts, 63);

/** What AWS Backup takes of a plan: at most 50 characters, unique in the plan. */
export const backupSelectionName = (site: Named, ...parts: string[]): string => short(site, parts, 50);

/** MSK clusters and their settings: at most 64 characters, unique in account and region. */
export const clusterName = (site: Named, ...parts: string[]): string => short(site, parts, 64);

/** ElastiCache: at most 40 characters, unique in account and region. */
export const cacheName = (site: Named, ...parts: string[]): string => short(site, parts, 40);

/** Databases of the Glue catalogue, unique in account and region; Athena takes no dashes. */
export const glueName = (site: Pick<Named, 'name'>, ...parts: string[]): string =>
  [site.name, ...parts].join('_').replaceAll('-', '_');

/** Names that are unique in a VPC or region and may be long: `<site>-<part>`. */
export const siteScoped = (site: Pick<Named, 'name'>, part: string): string => `${site.name}-${part}`;

/** Everything the pipeline may create in IAM lies under this path; its own roles and the boundary do not. */
export const rolePath = (site: Pick<Named, 'name'>): string => `/evenkeel/${site.name}/`;
export const trustPath = (site: Pick<Named, 'name'>): string => `/evenkeel-trust/${site.name}/`;

export const accountArn = (site: Pick<AwsSite, 'accountId'>, resource: string): string =>
  `arn:aws:iam::${site.accountId}:${resource}`;

/** ARN of a resource in the site's account and region. */
export const regionalArn = (site: Pick<Placed, 'region' | 'accountId'>, service: string, resource: string): string =>
  `arn:aws:${service}:${site.region}:${site.accountId}:${resource}`;

/** No role of the site can do more than this policy. Made by `AwsState`. */
export const boundaryName = (site: Named): string => roleName(site, 'boundary');
export const boundaryArn = (site: Named & Pick<AwsSite, 'accountId'>): string =>
  accountArn(site, `policy${trustPath(site)}${boundaryName(site)}`);

/** Keys are quoted by alias where a name must be known before anything is made. */
export const keyAlias = (site: Pick<Named, 'name'>, name: string): string => `alias/evenkeel/${site.name}/${name}`;
export const keyAliasArn = (site: Placed, name: string): string => regionalArn(site, 'kms', keyAlias(site, name));

/** What carries it with the site's name as value, Karpenter may put machines into: subnets, and a security group. */
export const discoveryTag = 'karpenter.sh/discovery';

/** Key of node disks and volumes, made by `AwsCluster`. */
export const diskKeyName = 'disks';
/** How what starts machines calls that key: by the alias that the site gives it, or by the ARN of an adopted one. */
export const diskKeyArn = (site: Placed & Pick<AwsSite, 'adopt'>): string =>
  site.adopt?.cluster?.disks ?? site.adopt?.keys?.disks ?? keyAliasArn(site, diskKeyName);

/** Its name at EKS: the site's, or that of the adopted one. */
export const eksName = ({ name, adopt }: Pick<AwsSite, 'name' | 'adopt'>): string =>
  adopt?.cluster?.id.replace(/^.*\//, '') ?? name;
/** Key of the remote state, made by `AwsState`. */
export const stateKeyName = 'state';

/** Bucket of the site's remote state; `AwsState` makes it. */
export const stateBucketName = (site: Named): string => bucketName(site, 'state');
/** Logs of the public edge; the firewall takes only buckets whose names begin so. Made by `AwsEdgeLogs`. */
export const edgeLogBucketName = (site: Named): string =>
  globalName({ organisation: 'aws-waf-logs', name: `${site.organisation}-${site.name}` }, ['edge'], {
    maxLength: 63,
    separator: '-',
  });

/** Load balancers and target groups: at most 32 characters, unique in account and region. */
export const frontName = (site: Named): string => short(site, ['edge'], 32);

/** From where AWS runs what is in no region: certificates and firewalls of CloudFront, keys of signed zones. */
export const globalRegion = 'us-east-1';

/** Where buckets write who asked for what; `AwsState` makes it. */
/** Where the bucket of access logs has the inventories of the site's buckets. */
export const inventoryPrefix = 'inventory';

export const accessLogBucketName = (site: Named): string => bucketName(site, 'access-logs');

/** Roles of the pipeline, made by `AwsState`. */
export const ciRoleName = (site: Named, step: 'plan' | 'apply'): string => roleName(site, 'ci', step);
export const ciRoleArn = (site: Named & Pick<AwsSite, 'accountId'>, step: 'plan' | 'apply'): string =>
  accountArn(site, `role${trustPath(site)}${ciRoleName(site, step)}`);

/** Roles that people take on, made by `AwsPeople`. */
export const humanRoleName = (site: Named, role: HumanRole): string => roleName(site, 'people', role);
export const humanRoleArn = (site: Named & Pick<AwsSite, 'accountId'>, role: HumanRole): string =>
  accountArn(site, `role${trustPath(site)}${humanRoleName(site, role)}`);

/** Amazon's own policies. */
export const managedPolicy = (name: string): string => `arn:aws:iam::aws:policy/${name}`;
