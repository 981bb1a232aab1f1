import { LoggingProjectExclusion } from '@cdktf/provider-google/lib/logging-project-exclusion';
import { LoggingProjectSink } from '@cdktf/provider-google/lib/logging-project-sink';
import type { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import { computeName } from '../names';

/** Requests through load balancers, with what the firewall said of each. */
const requests = 'resource.type="http_load_balancer" AND log_id("requests")';

/**
 * Sends them to the log archive of the site, which is in its region and under its key, and nowhere else.
 * @param urlMaps names of the URL maps of the site's own load balancer, where its project has those of other sites too
 */
export function edgeLogs(scope: Construct, site: GoogleSite, urlMaps: readonly string[] = []): void {
  const { projectId, region, name } = site;
  const own = urlMaps.map((urlMap) => `"${urlMap}"`).join(' OR ');
  const filter = own === '' ? requests : `${requests} AND resource.labels.url_map_name=(${own})`;
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
