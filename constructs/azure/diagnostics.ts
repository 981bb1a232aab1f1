import { MonitorDiagnosticSetting } from '@cdktf/provider-azurerm/lib/monitor-diagnostic-setting';
import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';

export interface ArchiveLogsProps {
  /** Id of what writes the logs. */
  readonly of: string;
  /** Storage account that keeps them. */
  readonly archiveId: string;
  readonly categories: readonly string[];
  /** Workspace that alerts look into; default: logs are kept only. */
  readonly watchedIn?: string;
  /** Default: `archive`. One resource has several settings only under several names. */
  readonly name?: string;
  /** What must exist before the first log is written. Default: the archive. */
  readonly after?: readonly ITerraformDependable[];
}

/** Sends a resource's logs to the site's archive. */
export const archiveLogs = (scope: Construct, id: string, props: ArchiveLogsProps): MonitorDiagnosticSetting =>
  new MonitorDiagnosticSetting(scope, id, {
    name: props.name ?? 'archive',
    targetResourceId: props.of,
    storageAccountId: props.archiveId,
    ...(props.watchedIn ? { logAnalyticsWorkspaceId: props.watchedIn } : {}),
    enabledLog: props.categories.map((category) => ({ category })),
    ...(props.after ? { dependsOn: [...props.after] } : {}),
  });
