import { LoggingProjectExclusion } from '@cdktf/provider-google/lib/logging-project-exclusion';
import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink';
import type { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import { computeName } from '../names';

/** Requests through the load balancer, with what the firewall said of each. */
const filter = 'resource.type="http_load_balancer" AND log_id("requests")';

/** Sends them to the log archive of the site, which is in its region and under its key, and nowhere else. */
export function edgeLogs(scope: Construct, site: GoogleSite): void {
  const { projectId, region, name } = site;
  new LoggingProjectSink(scope, 'logs', {
    name: computeName(site, 'edge'),
    destination: `logging.googleapis.com/projects/${projectId}/locations/${region}/buckets/${name}`,
    filter,
    uniqueWriterIdentity: true,
  });
  new LoggingProjectExclusion(scope, 'logs-once', {
    name: computeName(site, 'edge'),
    description: 'Kept in the archive of the site; the default log bucket lies in no region',
    filter,
  });
}
