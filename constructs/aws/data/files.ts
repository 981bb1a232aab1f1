import { EfsAccessPoint } from '@cdktf/provider-aws/lib/efs-access-point';
import { EfsBackupPolicy } from '@cdktf/provider-aws/lib/efs-backup-policy';
import { EfsFileSystem } from '@cdktf/provider-aws/lib/efs-file-system';
import { EfsFileSystemPolicy } from '@cdktf/provider-aws/lib/efs-file-system-policy';
import { EfsMountTarget } from '@cdktf/provider-aws/lib/efs-mount-target';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import type { FilesNeed } from '../../../services';
import type { CloudNeedProvider, MadeVolume } from '../../contracts';
import { addSharedClaim, sharedClaim } from '../../kubernetes/shared-claim';
import { clusterOnlyGroup } from '../cluster/cluster-only-group';
import { policyDocument } from '../iam';
import { siteScoped } from '../names';
import type { AwsSiteNetwork } from '../site-network';
import type { AwsTypes } from '../types';
import type { AwsKey } from './key';

const nfsPort = 2049;
/** Everybody that the network lets in; the policy says how, and where. */
const everybody = { AWS: '*' } as const;

export interface AwsFilesProps {
  readonly site: AwsSite;
  readonly network: AwsSiteNetwork;
  readonly key: AwsKey;
  /** Names of the service and of the need. */
  readonly owner: readonly [service: string, need: string];
  readonly need: FilesNeed;
}

/**
 * EFS in three zones: an own key, TLS only, and one folder of it that the cluster's nodes reach as its owner. Files that
 * nobody opened for a month move to a cheaper class and come back when somebody does; room is what is used, without a
 * bound. AWS Backup copies it every day and keeps the copies for five weeks, where the site copies volumes at all.
 */
export class AwsFiles extends Construct {
  readonly volume: MadeVolume;

  constructor(scope: Construct, id: string, { site, network, key, owner, need }: AwsFilesProps) {
    super(scope, id);
    const name = siteScoped(site, owner.join('-'));
    const files = new EfsFileSystem(this, 'files', {
      creationToken: name,
      encrypted: true,
      kmsKeyId: key.keyId,
      performanceMode: 'generalPurpose',
      throughputMode: 'elastic',
      lifecyclePolicy: [{ transitionToIa: 'AFTER_30_DAYS' }, { transitionToPrimaryStorageClass: 'AFTER_1_ACCESS' }],
      tags: { Name: name },
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    const group = clusterOnlyGroup(this, {
      site,
      network,
      name,
      description: `Shared files ${owner.join('-')}: NFS from the cluster`,
      software: 'NFS',
      port: nfsPort,
    });
    network.dataSubnetIds.forEach((subnetId, zone) => {
      new EfsMountTarget(this, `zone-${zone + 1}`, { fileSystemId: files.id, subnetId, securityGroups: [group] });
    });
    const folder = new EfsAccessPoint(this, 'folder', {
      fileSystemId: files.id,
      posixUser: { uid: need.owner.user, gid: need.owner.group },
      rootDirectory: {
        path: '/shared',
        creationInfo: { ownerUid: need.owner.user, ownerGid: need.owner.group, permissions: '0770' },
      },
      tags: { Name: name },
    });
    new EfsFileSystemPolicy(this, 'policy', {
      fileSystemId: files.id,
      policy: policyDocument([
        {
          sid: 'TlsOnly',
          effect: 'Deny',
          principals: everybody,
          actions: ['*'],
          resources: [files.arn],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        {
          sid: 'FolderFromTheNetwork',
          principals: everybody,
          actions: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite'],
          resources: [files.arn],
          conditions: {
            Bool: { 'elasticfilesystem:AccessedViaMountTarget': 'true' },
            StringEquals: { 'elasticfilesystem:AccessPointArn': folder.arn },
          },
        },
      ]),
    });
    new EfsBackupPolicy(this, 'backups', {
      fileSystemId: files.id,
      backupPolicy: { status: site.snapshots ? 'ENABLED' : 'DISABLED' },
    });
    this.volume = {
      driver: 'efs.csi.aws.com',
      handle: `${files.id}::${folder.id}`,
      attributes: { encryptInTransit: 'true' },
    };
  }
}

/** EFS, mounted by the nodes over TLS. */
export const files: CloudNeedProvider<'files', AwsTypes> = {
  bind: sharedClaim,
  manifests: (scope, request) => addSharedClaim(scope, request),
  provision: (scope, { site, service, name, need }, { network, key }) => {
    const { volume } = new AwsFiles(scope, 'files', { site, network, key, owner: [service, name], need });
    return { serviceGrants: [], secretReaderGrants: [], volume };
  },
};
