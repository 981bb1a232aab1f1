import { MonitoringAlertPolicy } from '@cdktf/provider-google/lib/monitoring-alert-policy';
import { MonitoringNotificationChannel } from '@cdktf/provider-google/lib/monitoring-notification-channel';
import { Construct } from 'constructs';
import type { DetectionSettings, GoogleSite } from '../../../environments/model';
import { accountSites, alertNames, alerts, kebabCase, type PerAlert } from '../../contracts';
import { serviceAccountEmail } from '../names';

export interface GoogleDetectionAlertsProps {
  readonly site: GoogleSite;
  readonly settings: DetectionSettings;
}

const quoted = (values: readonly string[]): string => `(${values.map((value) => `"${value}"`).join(' OR ')})`;

const newGrants = 'protoPayload.serviceData.policyDelta.bindingDeltas';

/** Changes that the pipeline makes when it applies. */
const byPipeline = (site: GoogleSite): string =>
  site.ci
    ? accountSites(site)
        .map((name) => serviceAccountEmail({ ...site, name }, 'apply'))
        .map((email) => ` AND protoPayload.authenticationInfo.principalEmail!="${email}"`)
        .join('')
    : '';

/**
 * Entries of Cloud Logging that raise each alert. Admin activity is logged by itself, kept for 400 days and cannot be
 * switched off; who may see what of it is written at cloud.google.com/logging/docs/audit. A project knows no root: the
 * role of an owner stands above all others.
 */
const entries: PerAlert<(site: GoogleSite) => string> = {
  rootUse: () =>
    `protoPayload.serviceName="cloudresourcemanager.googleapis.com" AND ${newGrants}.action="ADD" AND ${newGrants}.role="roles/owner"`,
  publicExposure: () =>
    `${newGrants}.member=${quoted(['allUsers', 'allAuthenticatedUsers'])} OR ` +
    '(resource.type="gce_firewall_rule" AND protoPayload.methodName=~"compute\\.firewalls\\.(insert|patch|update)$" AND ' +
    `protoPayload.request.sourceRanges=${quoted(['0.0.0.0/0', '::/0'])} AND NOT protoPayload.request.denieds:*)`,
  keyDeletion: () =>
    'protoPayload.serviceName="cloudkms.googleapis.com" AND (protoPayload.methodName="DestroyCryptoKeyVersion" OR ' +
    '(protoPayload.methodName="UpdateCryptoKeyVersion" AND protoPayload.request.cryptoKeyVersion.state="DISABLED"))',
  policyChange: (site) =>
    `(protoPayload.methodName=~"(SetIamPolicy|setIamPermissions|OrgPolicy)$" OR ` +
    'protoPayload.methodName=~"google\\.iam\\.admin\\.v1\\.(Create|Delete|Undelete|Update)Role$" OR ' +
    'protoPayload.methodName=~"google\\.iam\\.admin\\.v1\\.CreateServiceAccountKey$" OR ' +
    `protoPayload.methodName=~"orgpolicy.*(Create|Delete|Update)Policy$")${byPipeline(site)}`,
  trailChange: () =>
    '(protoPayload.serviceName="logging.googleapis.com" AND ' +
    'protoPayload.methodName=~"(Delete(Bucket|Log|Sink)|UpdateBucket|UpdateSink|(Create|Update)Exclusion|UpdateSettings)") OR ' +
    'protoPayload.serviceData.policyDelta.auditConfigDeltas:* OR ' +
    '(protoPayload.serviceName="cloudasset.googleapis.com" AND protoPayload.methodName=~"(Delete|Update)Feed$") OR ' +
    '(protoPayload.serviceName="monitoring.googleapis.com" AND protoPayload.methodName=~"(Delete|Update)(AlertPolicy|NotificationChannel)$")',
  // Security Command Center writes its findings here once somebody activated it.
  threatFound: () =>
    `log_id("threatdetection.googleapis.com/detection") OR log_id("containerthreatdetection.googleapis.com/detection")`,
};

/** Somebody is told at most this often of one alert. */
const notificationPeriod = '300s';
/** An alert that nobody closed closes itself. */
const autoClose = '604800s';

/** Alerts of what is done in the project, mailed as soon as it is logged. */
export class GoogleDetectionAlerts extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: GoogleDetectionAlertsProps) {
    super(scope, id);
    const channels = settings.alertsTo.map(
      (address, index) =>
        new MonitoringNotificationChannel(this, `mail-${index + 1}`, {
          displayName: `${site.name}: ${address}`,
          type: 'email',
          labels: { email_address: address },
          enabled: true,
        }),
    );
    for (const alert of alertNames) {
      new MonitoringAlertPolicy(this, kebabCase(alert), {
        displayName: `${site.name}: ${kebabCase(alert)}`,
        combiner: 'OR',
        enabled: true,
        severity: 'CRITICAL',
        conditions: [
          {
            displayName: alerts[alert],
            conditionMatchedLog: {
              filter: entries[alert](site),
              labelExtractors: {
                who: 'EXTRACT(protoPayload.authenticationInfo.principalEmail)',
                what: 'EXTRACT(protoPayload.methodName)',
                which: 'EXTRACT(protoPayload.resourceName)',
              },
            },
          },
        ],
        alertStrategy: { autoClose, notificationRateLimit: { period: notificationPeriod } },
        documentation: { subject: `${site.name}: ${alerts[alert]}`, content: alerts[alert], mimeType: 'text/markdown' },
        notificationChannels: channels.map(({ name }) => name),
        // Labels of the provider do not reach it.
        userLabels: { ...site.tags },
      });
    }
  }
}
