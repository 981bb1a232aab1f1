import { LoggingOrganizationSink } from '@cdktf/provider-google/lib/logging-organization-sink';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';

export interface GoogleOrganisationTrailProps {
  readonly site: GoogleSite;
  /** Log bucket of the site. */
  readonly bucketId: string;
}

/** What may put entries into log buckets, and nothing else. */
export const trailWriterRole = 'roles/logging.bucketWriter';

/** What Google writes of every project, folder and organisation by itself, and of reads where they ask for it. */
const auditLogs = ['activity', 'data_access', 'policy', 'system_event'];

/**
 * The audit logs of every project and folder of the organisation, and its own, into the log bucket of the site: new
 * projects come by themselves, and projects keep their own copies. Reads of data are logged by those that ask for it: that
 * is a setting of each project, or of the organisation.
 */
export class GoogleOrganisationTrail extends Construct {
  constructor(scope: Construct, id: string, { site, bucketId }: GoogleOrganisationTrailProps) {
    super(scope, id);
    const logs = auditLogs.map((log) => `log_id("cloudaudit.googleapis.com/${log}")`).join(' OR ');
    const sink = new LoggingOrganizationSink(this, 'sink', {
      name: site.name,
      orgId: site.organisationTrail?.organisationId ?? '',
      description: `Audit logs of the organisation, kept by ${site.name}`,
      includeChildren: true,
      destination: `logging.googleapis.com/${bucketId}`,
      // The project's own sink brings the site's.
      filter: `(${logs}) AND NOT logName:"projects/${site.projectId}/logs/"`,
    });
    new ProjectIamMember(this, 'writer', {
      project: site.projectId,
      role: trailWriterRole,
      member: sink.writerIdentity,
      condition: {
        title: 'trail-of-the-organisation',
        description: 'Into the log bucket of the site alone',
        expression: `resource.name.endsWith("locations/${site.region}/buckets/${site.name}")`,
      },
    });
  }
}
