import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import type { Construct } from 'constructs';
import type { AwsSite } from '../../environments/model';

/** Retentions that CloudWatch Logs knows, in days. Source: the `PutRetentionPolicy` API reference, 2026-11. */
const retentions = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The shortest retention on offer that keeps logs at least this long; 0, which is for ever, beyond ten years. */
export const logRetentionDays = (days: number): number => retentions.find((offered) => offered >= days) ?? 0;

export interface AwsLogGroupProps {
  readonly site: AwsSite;
  readonly name: string;
  /** ARN of a key that CloudWatch Logs may use. */
  readonly keyId: string;
}

/** A log group with an own key and the site's retention; audit trails stay when a protected site is torn down. */
export const logGroup = (scope: Construct, id: string, { site, name, keyId }: AwsLogGroupProps): CloudwatchLogGroup =>
  new CloudwatchLogGroup(scope, id, {
    name,
    kmsKeyId: keyId,
    retentionInDays: logRetentionDays(site.auditLogRetentionDays),
    skipDestroy: site.deletionProtection,
  });
