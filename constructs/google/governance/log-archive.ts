import { DataGoogleLoggingProjectCmekSettings } from '@cdktf/provider-google/lib/data-google-logging-project-cmek-settings';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import { LoggingProjectBucketConfig } from '@cdktf/provider-google/lib/logging-project-bucket-config';
import { LoggingProjectExclusion } from '@cdktf/provider-google/lib/logging-project-exclusion';
import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink';
import { ProjectIamAuditConfig } from '@cdktf/provider-google/lib/project-iam-audit-config';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import { detectionOf, isTrailLocked, keepsAccount, keepsOrganisationTrail } from '../../contracts';
import { GoogleKey } from '../data/key';
import { keyRingName } from '../names';
import { GoogleOrganisationTrail } from './organisation-trail';

export interface GoogleLogArchiveProps {
  readonly site: GoogleSite;
}

/** What went where: many small entries, kept in the archive only. */
const trafficLogs = [
  'compute.googleapis.com/firewall',
  'compute.googleapis.com/nat_flows',
  'compute.googleapis.com/vpc_flows',
  'dns.googleapis.com/dns_queries',
];

/** Logs that answer who did what and what went where. */
const archivedLogs = [
  ...trafficLogs,
  'cloudaudit.googleapis.com/activity',
  'cloudaudit.googleapis.com/data_access',
  'cloudaudit.googleapis.com/policy',
  'cloudaudit.googleapis.com/system_event',
  'cloudsql.googleapis.com/postgres.log',
  'container.googleapis.com/apiserver',
];

const anyOf = (logs: readonly string[]): string => logs.map((log) => `log_id("${log}")`).join(' OR ');

/** Reads and writes of data are not logged by default. Applies to the whole project: its first site says so. */
const auditedAccess = ['ADMIN_READ', 'DATA_READ', 'DATA_WRITE'];

/**
 * The site's log bucket, in its region, with an own key and the site's retention. It takes the audit trail of Google's
 * APIs and of Kubernetes (both are Cloud Audit Logs), database logs, flow, firewall, NAT and DNS logs.
 */
export class GoogleLogArchive extends Construct {
  constructor(scope: Construct, id: string, { site }: GoogleLogArchiveProps) {
    super(scope, id);
    const keyRing = new KmsKeyRing(this, 'key-ring', { name: keyRingName(site, 'logs'), location: site.region });
    // Reading the settings makes the account that Cloud Logging uses keys with.
    const settings = new DataGoogleLoggingProjectCmekSettings(this, 'settings', { project: site.projectId });
    const key = new GoogleKey(this, 'key', {
      site,
      keyRing,
      name: 'logs',
      users: { logging: `serviceAccount:${settings.serviceAccountId}` },
    });
    const bucket = new LoggingProjectBucketConfig(this, 'bucket', {
      project: site.projectId,
      location: site.region,
      bucketId: site.name,
      description: `Audit, flow and database logs of ${site.name}`,
      retentionDays: site.auditLogRetentionDays,
      // Nobody can take the lock of a bucket away again, nor delete the bucket while it holds a log.
      ...(detectionOf(site) ? { locked: isTrailLocked(site) } : {}),
      cmekSettings: { kmsKeyName: key.keyId },
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    });
    new LoggingProjectSink(this, 'sink', {
      name: site.name,
      destination: `logging.googleapis.com/${bucket.id}`,
      filter: anyOf(archivedLogs),
      uniqueWriterIdentity: true,
    });
    if (keepsOrganisationTrail(site)) new GoogleOrganisationTrail(this, 'organisation', { site, bucketId: bucket.id });
    new LoggingProjectExclusion(this, 'traffic-once', {
      name: `${site.name}-traffic`,
      description: 'Kept in the archive of the site; the default log bucket would store and charge it a second time',
      filter: anyOf(trafficLogs),
    });
    if (keepsAccount(site)) {
      new ProjectIamAuditConfig(this, 'audited-access', {
        project: site.projectId,
        service: 'allServices',
        auditLogConfig: auditedAccess.map((logType) => ({ logType })),
      });
    }
  }
}
