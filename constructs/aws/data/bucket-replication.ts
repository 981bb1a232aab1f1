import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { Construct } from 'constructs';
import type { AwsSite, CopyPlace } from '../../../environments/model';
import { type ReplicationProps, replicatedFrom, requestsOf, serviceTenants } from '../../contracts';
import { AwsRole, type Statement, serviceTrust } from '../iam';
import { accountArn, bucketName, keyAliasArn, regionalArn, roleName, rolePath } from '../names';

/** What S3's time control promises, and the only figure that it takes. */
const controlledMinutes = 15;

const roleParts = ['replication'];

/** Role by which S3 copies buckets of a site to others on AWS, known before it is made. */
const replicationRoleArn = (organisation: string, { name, account: accountId }: CopyPlace): string => {
  const site = { organisation, name, accountId };
  return accountArn(site, `role${rolePath(site)}${roleName(site, ...roleParts)}`);
};

/** The key of a bucket as another region quotes it: that of its service, or the site's. */
function bucketKeyArn(site: AwsSite, service: string): string {
  const tenant = serviceTenants(site).find(({ name }) => name === service);
  const [own] = tenant ? requestsOf(site, tenant, 'key') : [];
  return own ? keyAliasArn(site, `${service}-${own.name}`) : (site.adopt?.keys?.data ?? keyAliasArn(site, 'data'));
}

const bucketArn = (site: Pick<AwsSite, 'organisation' | 'name'>, service: string, need: string): string =>
  `arn:aws:s3:::${bucketName(site, service, need)}`;

/** Keys, as far as S3 of the region asks for them on behalf of these buckets. */
const throughS3 = (site: AwsSite, actions: readonly string[], buckets: readonly string[]): Statement => ({
  actions,
  resources: [...new Set([regionalArn(site, 'kms', 'key/*'), ...Object.values(site.adopt?.keys ?? {})])],
  conditions: {
    StringEquals: { 'kms:ViaService': `s3.${site.region}.amazonaws.com` },
    StringLike: { 'kms:EncryptionContext:aws:s3:arn': buckets.flatMap((bucket) => [bucket, `${bucket}/*`]) },
  },
});

const writeCopies = ['s3:ReplicateDelete', 's3:ReplicateObject', 's3:ReplicateTags'] as const;

const ofObjects = (buckets: readonly string[]): string[] => buckets.map((bucket) => `${bucket}/*`);

/**
 * S3 copies every object of the buckets within fifteen minutes. A deletion is followed, and its versions stay on both
 * sides: the deletion of a version is never copied, whoever asked for it.
 */
export function replicateBuckets(scope: Construct, { site, buckets, targets }: ReplicationProps<AwsSite>): void {
  const sources = buckets.map(({ request: { service, name } }) => bucketArn(site, service, name));
  const copies = [...targets.values()].map(({ site: target }) => ({
    target,
    arns: buckets
      .filter(({ to }) => to.some(({ name }) => name === target.name))
      .map(({ request: { service, name } }) => bucketArn(target, service, name)),
  }));
  const role = new AwsRole(scope, 'replication', {
    site,
    name: roleParts,
    description: `Copies buckets of ${site.name} to other regions`,
    // Whoever hands the role to S3 must be let pass it, which is a right in this account only.
    trust: serviceTrust('s3.amazonaws.com'),
    grants: [
      { actions: ['s3:GetReplicationConfiguration', 's3:ListBucket'], resources: sources },
      {
        actions: [
          's3:GetObjectLegalHold',
          's3:GetObjectRetention',
          's3:GetObjectVersionAcl',
          's3:GetObjectVersionForReplication',
          's3:GetObjectVersionTagging',
        ],
        resources: ofObjects(sources),
      },
      throughS3(site, ['kms:Decrypt'], sources),
      ...copies.flatMap(({ target, arns }): Statement[] => [
        { actions: writeCopies, resources: ofObjects(arns) },
        throughS3(target, ['kms:Encrypt', 'kms:GenerateDataKey'], arns),
      ]),
    ],
  });
  for (const { request, to } of buckets) {
    const { service, name } = request;
    const own = new Construct(scope, `replicated-${service}-${name}`);
    new S3BucketReplicationConfigurationA(own, 'copies', {
      bucket: bucketName(site, service, name),
      role: role.arn,
      rule: to.flatMap(({ name: place }, index) => {
        const target = targets.get(place)?.site;
        if (!target) throw new Error(`${place} takes ${service}/${name} of ${site.name} and is not part of the stack`);
        return [
          {
            id: place,
            priority: index + 1,
            status: 'Enabled',
            filter: { prefix: '' },
            deleteMarkerReplication: { status: 'Enabled' },
            sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
            destination: {
              bucket: bucketArn(target, service, name),
              ...(target.accountId === site.accountId
                ? {}
                : { account: target.accountId, accessControlTranslation: { owner: 'Destination' } }),
              encryptionConfiguration: { replicaKmsKeyId: bucketKeyArn(target, service) },
              metrics: { status: 'Enabled', eventThreshold: { minutes: controlledMinutes } },
              replicationTime: { status: 'Enabled', time: { minutes: controlledMinutes } },
            },
          },
        ];
      }),
      dependsOn: [...role.ready],
    });
  }
}

/** Of places in other accounts: those need a word of the bucket and of its key, beside what their own role may do. */
const foreignRoles = (site: AwsSite, is: (service: string, need: string) => boolean = () => true): string[] => [
  ...new Set(
    replicatedFrom(site)
      .filter(({ from, service, need }) => from.account !== site.accountId && is(service, need))
      .map(({ from }) => replicationRoleArn(site.organisation, from)),
  ),
];

/**
 * By the caller's name and not as a principal: the role may not exist yet, and AWS refuses principals it does not know.
 * Only whom IAM of their own account lets do it comes this far.
 */
const callers = (roles: readonly string[]) => ({ StringEquals: { 'aws:PrincipalArn': roles } });

/** What a bucket lets sites of other accounts do, which copy theirs into it. */
export function copyWriters(site: AwsSite, service: string, need: string): Statement[] {
  const roles = foreignRoles(site, (one, other) => one === service && other === need);
  const bucket = bucketArn(site, service, need);
  return roles.length === 0
    ? []
    : [
        {
          sid: 'CopiesOfOtherAccounts',
          actions: [...writeCopies, 's3:ObjectOwnerOverrideToBucketOwner'],
          resources: [`${bucket}/*`],
          principals: { AWS: '*' },
          conditions: callers(roles),
        },
      ];
}

/** The same of the site's keys: to seal what arrives. */
export function copySealers(site: AwsSite): Statement[] {
  const roles = foreignRoles(site);
  return roles.length === 0
    ? []
    : [
        {
          sid: 'CopiesOfOtherAccounts',
          actions: ['kms:Encrypt', 'kms:GenerateDataKey'],
          resources: ['*'],
          principals: { AWS: '*' },
          conditions: {
            StringEquals: { 'aws:PrincipalArn': roles, 'kms:ViaService': `s3.${site.region}.amazonaws.com` },
          },
        },
      ];
}
