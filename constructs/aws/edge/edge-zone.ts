import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Route53HostedZoneDnssec } from '@cdktf/provider-aws/lib/route53-hosted-zone-dnssec';
import { Route53KeySigningKey } from '@cdktf/provider-aws/lib/route53-key-signing-key';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Route53Zone } from '@cdktf/provider-aws/lib/route53-zone';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import {
  type EdgeZone,
  type EdgeZoneProps,
  edgeHealthPath,
  type MovingName,
  type PublicRecord,
  publicNameTtlSeconds,
  steadyTtlSeconds,
} from '../../contracts';
import { output } from '../../terraform/output';
import { policyDocument } from '../iam';
import { accountArn, globalRegion, siteScoped } from '../names';
import { adoptedZone } from './adopted-zone';
import { shielded } from './shield';

/** Where Route 53 probes from. Sources: three regions are the fewest; each is on another continent. */
const probers = ['eu-west-1', 'us-east-1', 'ap-southeast-1'];

interface Delegation {
  readonly domain: string;
  readonly parent: NonNullable<EdgeZoneProps<AwsSite>['parent']>;
  readonly zone: Route53Zone;
  readonly signer: Route53KeySigningKey;
}

/**
 * The public zone: signed, and with a health check of each site's edge. Route 53 knows a first and a second record for a
 * name, so a third site stands behind a name of its own. A zone of somebody else is given records and nothing more.
 */
export class AwsEdgeZone extends Construct implements EdgeZone {
  private readonly site: AwsSite;
  private readonly zoneId: string;

  constructor(scope: Construct, id: string, props: EdgeZoneProps<AwsSite>) {
    super(scope, id);
    this.site = props.site;
    const { adoptedZone: adopted } = props.site.edge ?? {};
    this.zoneId = adopted === undefined ? this.make(props) : adoptedZone(this, { ...props, id: adopted }).zoneId;
  }

  private make({ site, domain, parent }: EdgeZoneProps<AwsSite>): string {
    const zone = new Route53Zone(this, 'zone', {
      name: domain,
      comment: `Public names of ${site.environment}`,
      forceDestroy: false,
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    const signer = this.sign(zone);
    if (site.edge?.ddos === 'advanced') shielded(this, site, { name: siteScoped(site, 'zone'), resourceArn: zone.arn });
    output(this, 'name_servers', {
      value: zone.nameServers,
      description: `NS records of ${domain}, for the zone above it`,
    });
    output(this, 'ds_record', { value: signer.dsRecord, description: `DS record of ${domain}` });
    if (parent) this.delegate({ domain, parent, zone, signer });
    return zone.zoneId;
  }

  record({ id, name, type, value }: PublicRecord): ITerraformDependable {
    return new Route53Record(this, `${id}-record`, {
      zoneId: this.zoneId,
      name,
      type,
      ttl: steadyTtlSeconds,
      records: [value],
      // Certificates of two regions are proven by one record.
      allowOverwrite: false,
    });
  }

  moving({ name, entries, automatic, health }: MovingName): void {
    const [first, ...others] = entries;
    if (first === undefined) throw new Error(`${name} leads nowhere`);
    const checks = entries.map((entry) => this.check(entry, health));
    const plain = (at: string, target: string) => ({
      zoneId: this.zoneId,
      name: at,
      type: 'CNAME' as const,
      ttl: publicNameTtlSeconds,
      records: [target],
    });
    if (!automatic || others.length === 0) {
      new Route53Record(this, 'active', plain(name, first));
      return;
    }
    entries.slice(0, -1).forEach((entry, index) => {
      const isLastPair = index === entries.length - 2;
      const here = index === 0 ? name : `next-${index}.${name}`;
      const next = isLastPair ? (entries[index + 1] ?? entry) : `next-${index + 1}.${name}`;
      new Route53Record(this, `first-${index + 1}`, {
        ...plain(here, entry),
        setIdentifier: 'first',
        failoverRoutingPolicy: { type: 'PRIMARY' },
        healthCheckId: checks[index]?.id,
      });
      new Route53Record(this, `second-${index + 1}`, {
        ...plain(here, next),
        setIdentifier: 'second',
        failoverRoutingPolicy: { type: 'SECONDARY' },
        // Of a name that looks further itself there is nothing to check.
        ...(isLastPair ? { healthCheckId: checks[index + 1]?.id } : {}),
      });
    });
  }

  /** Through the whole way that a caller goes: edge, private way, gateway. */
  private check(entry: string, { intervalSeconds, failures }: MovingName['health']): Route53HealthCheck {
    return new Route53HealthCheck(this, `${entry}-check`, {
      fqdn: entry,
      type: 'HTTPS',
      port: 443,
      resourcePath: edgeHealthPath,
      enableSni: true,
      requestInterval: intervalSeconds,
      failureThreshold: failures,
      regions: probers,
      tags: { Name: entry },
    });
  }

  /** Route 53 takes keys of one kind, in one region. */
  private sign(zone: Route53Zone): Route53KeySigningKey {
    const { site } = this;
    const source = { StringEquals: { 'aws:SourceAccount': site.accountId } };
    const service = { Service: 'dnssec-route53.amazonaws.com' };
    const key = new KmsKey(this, 'signing-key', {
      region: globalRegion,
      description: `Signs the public zone of ${site.environment}`,
      customerMasterKeySpec: 'ECC_NIST_P256',
      keyUsage: 'SIGN_VERIFY',
      deletionWindowInDays: 30,
      policy: policyDocument([
        { sid: 'Account', actions: ['kms:*'], resources: ['*'], principals: { AWS: accountArn(site, 'root') } },
        {
          sid: 'Signing',
          actions: ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'],
          resources: ['*'],
          principals: service,
          conditions: source,
        },
        {
          sid: 'SigningGrants',
          actions: ['kms:CreateGrant'],
          resources: ['*'],
          principals: service,
          conditions: { ...source, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
        },
      ]),
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    const signer = new Route53KeySigningKey(this, 'signer', {
      hostedZoneId: zone.zoneId,
      keyManagementServiceArn: key.arn,
      name: 'evenkeel',
      status: 'ACTIVE',
    });
    new Route53HostedZoneDnssec(this, 'signed', {
      hostedZoneId: zone.zoneId,
      signingStatus: 'SIGNING',
      dependsOn: [signer],
    });
    return signer;
  }

  private delegate({ domain, parent, zone, signer }: Delegation): void {
    const above = new DataAwsRoute53Zone(this, 'parent', { zoneId: parent.id });
    const at = { zoneId: above.zoneId, name: domain, ttl: steadyTtlSeconds };
    new Route53Record(this, 'delegation', { ...at, type: 'NS', records: zone.nameServers });
    new Route53Record(this, 'delegation-signed', { ...at, type: 'DS', records: [signer.dsRecord] });
  }
}
