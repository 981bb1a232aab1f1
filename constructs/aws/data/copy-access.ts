import { DataAwsEksCluster } from '@cdktf/provider-aws/lib/data-aws-eks-cluster';
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { type BucketSync, copySubject, type LetInProps } from '../../contracts';
import { AwsRole, type Statement } from '../iam';
import { bucketName, eksName, regionalArn } from '../names';
import { copyRoleParts, stsAudience } from './bucket-remote';

/** Issuer of the tokens of the site's cluster; EKS invents it. */
export const clusterIssuer = (scope: Construct, site: AwsSite): string =>
  new DataAwsEksCluster(scope, 'cluster-issuer', { name: eksName(site) }).identity.get(0).oidc.get(0).issuer;

const objectActions = {
  read: ['s3:GetObject'],
  write: ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'],
} as const satisfies Record<BucketSync['rights'], readonly string[]>;
const bucketActions = {
  read: ['s3:GetBucketLocation', 's3:ListBucket'],
  write: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
} as const satisfies Record<BucketSync['rights'], readonly string[]>;
const keyActions = {
  read: ['kms:Decrypt'],
  write: ['kms:Decrypt', 'kms:GenerateDataKey'],
} as const satisfies Record<BucketSync['rights'], readonly string[]>;

/** One bucket, and its key as far as S3 asks for it on behalf of that bucket: whichever key that is. */
const grantsOf = (site: AwsSite, { service, need, rights }: BucketSync): Statement[] => {
  const bucket = `arn:aws:s3:::${bucketName(site, service, need)}`;
  return [
    { actions: bucketActions[rights], resources: [bucket] },
    { actions: objectActions[rights], resources: [`${bucket}/*`] },
    {
      actions: keyActions[rights],
      resources: [regionalArn(site, 'kms', 'key/*'), ...(site.adopt?.keys?.data ? [site.adopt.keys.data] : [])],
      conditions: {
        StringEquals: { 'kms:ViaService': `s3.${site.region}.amazonaws.com` },
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucket, `${bucket}/*`] },
      },
    },
  ];
};

/** Lets jobs of another site's cluster in to one bucket each: a role for each job, for its account and no other. */
export function copyAccess(scope: Construct, { site, runner, issuer, syncs }: LetInProps<AwsSite>): void {
  const own = new Construct(scope, `copy-${runner.name}`);
  const provider = new IamOpenidConnectProvider(own, 'issuer', { url: issuer, clientIdList: [stsAudience] });
  const claims = Fn.replace(issuer, 'https://', '');
  for (const sync of syncs) {
    new AwsRole(own, sync.name, {
      site,
      name: copyRoleParts(sync),
      description: `Copies ${sync.service}/${sync.need} for ${runner.name}`,
      trust: [
        {
          actions: ['sts:AssumeRoleWithWebIdentity'],
          principals: { Federated: provider.arn },
          conditions: { StringEquals: { [`${claims}:aud`]: stsAudience, [`${claims}:sub`]: copySubject(sync) } },
        },
      ],
      grants: grantsOf(site, sync),
    });
  }
}
