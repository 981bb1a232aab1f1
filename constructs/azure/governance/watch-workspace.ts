import { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import { detectionOf } from '../../contracts';
import { closeIngestion } from '../bridge';
import { workspaceId, workspaceName } from '../names';
import { resourceGroup } from '../resource-group';

/** Alerts look at the last hour and people at the last weeks; the locked archive keeps the rest. */
const retentionDays = 90;

/** Id of the workspace that alerts look into; `undefined` where nobody of the site watches. */
export const watchedIn = (site: AzureSite): string | undefined => (detectionOf(site) ? workspaceId(site) : undefined);

/**
 * Where logs are looked into, in the site's region. People sign in with Entra ID. It is under Microsoft's key: an own
 * one asks for a dedicated cluster of 100 GB a day, and what must not be lost lies in the archive as well.
 */
export function watchWorkspace(scope: Construct, id: string, site: AzureSite): LogAnalyticsWorkspace {
  // Defender's agent in the cluster brings what it sees by the workspace's key; where there is none, nobody needs it.
  const hasAgent = detectionOf(site)?.threatDetection === true;
  const workspace = new LogAnalyticsWorkspace(scope, id, {
    name: workspaceName(site),
    location: site.region,
    resourceGroupName: resourceGroup(scope, site, 'governance').name,
    sku: 'PerGB2018',
    retentionInDays: retentionDays,
    ...(hasAgent ? {} : { localAuthenticationEnabled: false }),
    allowResourceOnlyPermissions: false,
    lifecycle: { preventDestroy: site.deletionProtection },
  });
  if (!hasAgent) closeIngestion(workspace);
  return workspace;
}
