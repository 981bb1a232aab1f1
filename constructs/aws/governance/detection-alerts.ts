import { AccessanalyzerAnalyzer } from '@cdktf/provider-aws/lib/accessanalyzer-analyzer';
import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter';
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicPolicy } from '@cdktf/provider-aws/lib/sns-topic-policy';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { Construct } from 'constructs';
import type { AwsSite, DetectionSettings } from '../../../environments/model';
import { type AlertName, accountSites, alertNames, alerts, kebabCase, type PerAlert } from '../../contracts';
import type { AwsKey } from '../data/key';
import { policyDocument, type Statement } from '../iam';
import { ciRoleArn, regionalArn, siteScoped } from '../names';

export interface AwsDetectionAlertsProps {
  readonly site: AwsSite;
  readonly settings: DetectionSettings;
  /** Opened to who sends alerts by `alertUsers`. */
  readonly key: AwsKey;
  /** Log group of the account's trail; `undefined`: another site looks into it. */
  readonly trailLogs?: string;
}

const topicName = (site: AwsSite): string => siteScoped(site, 'alerts');
const topicArn = (site: AwsSite): string => regionalArn(site, 'sns', topicName(site));

/** What sends to the topic: alarms, and rules over findings. */
const senders = ['cloudwatch.amazonaws.com', 'events.amazonaws.com'];

/** Who sends alerts encrypts them with the key. */
export const alertUsers = (site: AwsSite): Statement[] => [
  {
    sid: 'Alerts',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    resources: ['*'],
    principals: { Service: senders },
    conditions: { StringEquals: { 'aws:SourceAccount': site.accountId } },
  },
];

/** What an alert looks for: calls in the trail, and findings of AWS's own analysis. */
interface Watch {
  /** Patterns of CloudWatch Logs; one that matches is enough. At most 1024 characters each. */
  readonly calls: (site: AwsSite) => readonly string[];
  /** Patterns of EventBridge. Default: none. */
  readonly findings?: readonly Readonly<Record<string, unknown>>[];
}

const oneOf = (field: string, values: readonly string[]): string =>
  `(${values.map((value) => `($.${field} = "${value}")`).join(' || ')})`;

/** Calls of anybody but the pipeline when it applies. */
const byOthers = (site: AwsSite): string => {
  const caller = '$.userIdentity.sessionContext.sessionIssuer.arn';
  const others = accountSites(site).map((name) => `(${caller} != "${ciRoleArn({ ...site, name }, 'apply')}")`);
  return site.ci ? ` && ((${caller} NOT EXISTS) || (${others.join(' && ')}))` : '';
};

/** A pattern over the calls of this account alone: the trail of an organisation has those of all others, too. */
const ownCalls = (site: AwsSite, pattern: string): string => {
  if (!site.organisationTrail) return pattern;
  const fields = /^\{ (.*) \}$/.exec(pattern);
  return fields
    ? `{ (${fields[1]}) && ($.recipientAccountId = "${site.accountId}") }`
    : `${pattern} "${site.accountId}"`;
};

/**
 * The trail is looked into rather than EventBridge: calls of IAM and the sign-in of the root user are events of
 * us-east-1 alone, wherever the site is, and a trail of every region has them all in the site's own.
 */
const watches: PerAlert<Watch> = {
  rootUse: {
    calls: () => [
      '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }',
    ],
  },
  publicExposure: {
    calls: (site) => [
      `{ ($.eventSource = "s3.amazonaws.com") && ${oneOf('eventName', ['PutBucketPolicy', 'PutBucketAcl', 'PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock', 'PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock'])}${byOthers(site)} }`,
      // Rules come in lists, which a pattern over fields sees the first entry of only: both words, anywhere in the call.
      '"AuthorizeSecurityGroupIngress" "0.0.0.0/0"',
      '"AuthorizeSecurityGroupIngress" "::/0"',
    ],
    findings: [
      {
        source: ['aws.access-analyzer'],
        'detail-type': ['Access Analyzer Finding'],
        detail: { status: ['ACTIVE'], isPublic: [true] },
      },
    ],
  },
  keyDeletion: {
    calls: () => [
      `{ ($.eventSource = "kms.amazonaws.com") && ${oneOf('eventName', ['DisableKey', 'ScheduleKeyDeletion', 'DeleteImportedKeyMaterial'])} }`,
    ],
  },
  policyChange: {
    calls: (site) => [
      `{ ($.eventSource = "iam.amazonaws.com") && ($.readOnly IS FALSE) && ($.userIdentity.invokedBy NOT EXISTS)${byOthers(site)} }`,
      `{ ($.eventSource = "kms.amazonaws.com") && ($.eventName = "PutKeyPolicy")${byOthers(site)} }`,
      '{ ($.eventSource = "organizations.amazonaws.com") && ($.readOnly IS FALSE) }',
    ],
  },
  trailChange: {
    calls: () => [
      `{ ($.eventSource = "cloudtrail.amazonaws.com") && ${oneOf('eventName', ['DeleteTrail', 'PutEventSelectors', 'StopLogging', 'UpdateTrail'])} }`,
      `{ ($.eventSource = "config.amazonaws.com") && ${oneOf('eventName', ['DeleteConfigurationRecorder', 'DeleteDeliveryChannel', 'StopConfigurationRecorder'])} }`,
      `{ ($.eventSource = "guardduty.amazonaws.com") && ${oneOf('eventName', ['CreateFilter', 'DeleteDetector', 'UpdateDetector'])} }`,
      `{ ($.eventSource = "securityhub.amazonaws.com") && ${oneOf('eventName', ['BatchDisableStandards', 'DisableSecurityHub'])} }`,
      `{ ($.eventSource = "monitoring.amazonaws.com") && ${oneOf('eventName', ['DeleteAlarms', 'DisableAlarmActions'])} }`,
    ],
  },
  threatFound: {
    calls: () => [],
    // From 7 up GuardDuty calls a finding high, from 9 up critical.
    findings: [
      {
        source: ['aws.guardduty'],
        'detail-type': ['GuardDuty Finding'],
        detail: { severity: [{ numeric: ['>=', 7] }] },
      },
    ],
  },
};

/** The trail reaches its log group every five minutes or so. */
const periodSeconds = 300;

/** Alerts of what is done in the account, and of what its analysis finds, mailed through an encrypted topic. */
export class AwsDetectionAlerts extends Construct {
  private readonly topicArn: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: AwsDetectionAlertsProps,
  ) {
    super(scope, id);
    const { site, settings } = props;
    this.topicArn = this.topic();
    new AccessanalyzerAnalyzer(this, 'external-access', { analyzerName: siteScoped(site, 'access'), type: 'ACCOUNT' });
    for (const alert of alertNames) {
      if (alert === 'threatFound' && !settings.threatDetection) continue;
      const { calls, findings = [] } = watches[alert];
      if (props.trailLogs) this.watchCalls(alert, calls(site), props.trailLogs);
      findings.forEach((pattern, index) => {
        this.watchFindings(alert, `${kebabCase(alert)}-finding-${index + 1}`, pattern);
      });
    }
  }

  private topic(): string {
    const { site, settings, key } = this.props;
    const topic = new SnsTopic(this, 'topic', {
      name: topicName(site),
      displayName: `Alerts of ${site.name}`,
      kmsMasterKeyId: key.keyId,
    });
    new SnsTopicPolicy(this, 'senders', {
      arn: topic.arn,
      policy: policyDocument([
        {
          sid: 'Senders',
          actions: ['sns:Publish'],
          resources: [topicArn(site)],
          principals: { Service: senders },
          conditions: { StringEquals: { 'aws:SourceAccount': site.accountId } },
        },
        {
          sid: 'WithoutTls',
          effect: 'Deny',
          actions: ['sns:Publish'],
          resources: [topicArn(site)],
          principals: { AWS: '*' },
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    });
    settings.alertsTo.forEach((endpoint, index) => {
      new SnsTopicSubscription(this, `mail-${index + 1}`, { topicArn: topic.arn, protocol: 'email', endpoint });
    });
    return topic.arn;
  }

  private watchCalls(alert: AlertName, patterns: readonly string[], trailLogs: string): void {
    const { site } = this.props;
    const name = siteScoped(site, kebabCase(alert));
    const metric = { namespace: `Evenkeel/${site.name}`, name: alert };
    patterns.forEach((pattern, index) => {
      new CloudwatchLogMetricFilter(this, `${kebabCase(alert)}-calls-${index + 1}`, {
        name: `${name}-${index + 1}`,
        logGroupName: trailLogs,
        pattern: ownCalls(site, pattern),
        metricTransformation: { ...metric, value: '1', defaultValue: '0' },
      });
    });
    if (patterns.length === 0) return;
    new CloudwatchMetricAlarm(this, `${kebabCase(alert)}-alarm`, {
      alarmName: name,
      alarmDescription: `${alerts[alert]}. Who and what stands in the log group ${trailLogs}`,
      namespace: metric.namespace,
      metricName: metric.name,
      statistic: 'Sum',
      period: periodSeconds,
      evaluationPeriods: 1,
      threshold: 1,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      treatMissingData: 'notBreaching',
      actionsEnabled: true,
      alarmActions: [this.topicArn],
    });
  }

  private watchFindings(alert: AlertName, id: string, pattern: Readonly<Record<string, unknown>>): void {
    const rule = new CloudwatchEventRule(this, id, {
      name: siteScoped(this.props.site, id),
      description: alerts[alert],
      eventPattern: JSON.stringify(pattern),
      state: 'ENABLED',
    });
    new CloudwatchEventTarget(this, `${id}-mail`, { rule: rule.name, arn: this.topicArn });
  }
}
