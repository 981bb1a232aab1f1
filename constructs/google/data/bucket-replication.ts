import { DataGoogleStorageTransferProjectServiceAccount } from '@cdktf/provider-google/lib/data-google-storage-transfer-project-service-account';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { StorageBucketIamMember } from '@cdktf/provider-google/lib/storage-bucket-iam-member';
import { StorageTransferJob } from '@cdktf/provider-google/lib/storage-transfer-job';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import type { ReplicationProps } from '../../contracts';
import { bucketName } from '../names';
import { replicationRoles } from '../network/google-apis';
import { serviceAgentMember } from '../service-agents';

/** What the copying agent needs at each end. Source: cloud.google.com/storage/docs/using-cross-bucket-replication. */
const bucketRoles = {
  // It asks the bucket to tell it of every change.
  from: ['roles/storage.legacyBucketOwner', 'roles/storage.legacyObjectReader'],
  to: ['roles/storage.legacyBucketWriter', 'roles/storage.legacyObjectReader'],
} as const;

/** A day in the past: the job runs once a day at this time, from its making on. */
const daily = {
  scheduleStartDate: { year: 2026, month: 1, day: 1 },
  startTimeOfDay: { hours: 3, minutes: 17, seconds: 0, nanos: 0 },
  repeatInterval: '86400s',
} as const;

/** An object of the source is written over the copy wherever the two differ, and nothing is deleted at either end. */
const transferOptions = {
  overwriteWhen: 'DIFFERENT',
  deleteObjectsFromSourceAfterTransfer: false,
  deleteObjectsUniqueInSink: false,
} as const;

/**
 * Storage Transfer copies objects as they are written. It begins with those that are written from then on, so a second job
 * compares everything once a day: it brings what was there before, and what the first may have missed. Neither follows
 * deletions: what is gone from the source stays in the copy.
 */
export function replicateBuckets(scope: Construct, { site, buckets, targets }: ReplicationProps<GoogleSite>): void {
  const agent = new DataGoogleStorageTransferProjectServiceAccount(scope, 'transfer-agent', {
    project: site.projectId,
  });
  const project = (id: string, role: string, member: string): ITerraformDependable =>
    new ProjectIamMember(scope, id, { project: site.projectId, role, member });
  const [editor, publisher] = replicationRoles;
  const told = [
    project('transfer-listens', editor, agent.member),
    project('storage-tells', publisher, serviceAgentMember(site, 'storage')),
  ];
  for (const { request, to } of buckets) {
    const { service, name } = request;
    const source = bucketName(site, service, name);
    const id = `replicated-${service}-${name}`;
    const own = new Construct(scope, id);
    const reads = bucketRoles.from.map(
      (role) => new StorageBucketIamMember(own, role, { bucket: source, role, member: agent.member }),
    );
    for (const { name: place } of to) {
      const target = targets.get(place);
      if (!target) throw new Error(`${place} takes ${service}/${name} of ${site.name} and is not part of the stack`);
      const sink = bucketName(target.site, service, name);
      const there = new Construct(target.scope, `${id}-from-${site.name}`);
      const writes = bucketRoles.to.map(
        (role) => new StorageBucketIamMember(there, role, { bucket: sink, role, member: agent.member }),
      );
      const common = { project: site.projectId, status: 'ENABLED', dependsOn: [...told, ...reads, ...writes] };
      new StorageTransferJob(own, `to-${place}`, {
        ...common,
        description: `${service}/${name} of ${site.name} to ${place}, as it is written`,
        replicationSpec: {
          gcsDataSource: { bucketName: source },
          gcsDataSink: { bucketName: sink },
          transferOptions: { overwriteWhen: transferOptions.overwriteWhen },
        },
      });
      new StorageTransferJob(own, `all-to-${place}`, {
        ...common,
        description: `${service}/${name} of ${site.name} to ${place}, compared once a day`,
        schedule: daily,
        transferSpec: {
          gcsDataSource: { bucketName: source },
          gcsDataSink: { bucketName: sink },
          transferOptions,
        },
      });
    }
  }
}
