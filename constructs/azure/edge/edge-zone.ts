import { DnsARecord } from '@cdktf/provider-azurerm/lib/dns-a-record';
import { DnsCnameRecord } from '@cdktf/provider-azurerm/lib/dns-cname-record';
import { DnsNsRecord } from '@cdktf/provider-azurerm/lib/dns-ns-record';
import { DnsTxtRecord } from '@cdktf/provider-azurerm/lib/dns-txt-record';
import { DnsZone } from '@cdktf/provider-azurerm/lib/dns-zone';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { TrafficManagerExternalEndpoint } from '@cdktf/provider-azurerm/lib/traffic-manager-external-endpoint';
import { TrafficManagerProfile } from '@cdktf/provider-azurerm/lib/traffic-manager-profile';
import { Fn, type ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
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
import { trafficManagerName } from '../names';
import { resourceGroup } from '../resource-group';
import { adoptedZone } from './adopted-zone';

/** How long a probe may take: below the interval, and at most what Traffic Manager waits for. */
const probeTimeoutSeconds: Readonly<Record<10 | 30, number>> = { 10: 9, 30: 10 };

/** A zone as records name it. */
type ZoneOfRecords = Pick<DnsZone, 'name' | 'resourceGroupName'>;

/** The public zone, and a profile that gives the name of the first site whose edge answers. A zone of somebody else is given records alone. */
export class AzureEdgeZone extends Construct implements EdgeZone {
  private readonly site: AzureSite;
  private readonly domain: string;
  private readonly group: ResourceGroup;
  private readonly zone: ZoneOfRecords;

  constructor(scope: Construct, id: string, props: EdgeZoneProps<AzureSite>) {
    super(scope, id);
    const { site, domain } = props;
    this.site = site;
    this.domain = domain;
    this.group = resourceGroup(this, site, 'edge');
    const { adoptedZone: adopted } = site.edge ?? {};
    this.zone = adopted === undefined ? this.make(props) : adoptedZone(this, { ...props, id: adopted });
  }

  private make({ site, domain, parent }: EdgeZoneProps<AzureSite>): DnsZone {
    const zone = new DnsZone(this, 'zone', {
      name: domain,
      resourceGroupName: this.group.name,
      lifecycle: { preventDestroy: site.deletionProtection },
    });
    output(this, 'name_servers', {
      value: zone.nameServers,
      description: `NS records of ${domain}, for the zone above it`,
    });
    if (!parent) return zone;
    const [, , , , group = '', , , , zoneName = ''] = parent.id.split('/');
    new DnsNsRecord(this, 'delegation', {
      name: domain.slice(0, -parent.zone.length - 1),
      resourceGroupName: group,
      zoneName,
      ttl: steadyTtlSeconds,
      records: zone.nameServers,
    });
    return zone;
  }

  record({ id, name, type, value }: PublicRecord): ITerraformDependable {
    const at = this.at(name, steadyTtlSeconds);
    const made: Readonly<Record<PublicRecord['type'], () => ITerraformDependable>> = {
      A: () => new DnsARecord(this, `${id}-record`, { ...at, records: [value] }),
      CNAME: () => new DnsCnameRecord(this, `${id}-record`, { ...at, record: value }),
      TXT: () => new DnsTxtRecord(this, `${id}-record`, { ...at, record: [{ value }] }),
    };
    return made[type]();
  }

  moving({ name, entries, automatic, health }: MovingName): void {
    const [first] = entries;
    if (first === undefined) throw new Error(`${name} leads nowhere`);
    if (!automatic || entries.length === 1) {
      new DnsCnameRecord(this, 'active', { ...this.at(name, publicNameTtlSeconds), record: first });
      return;
    }
    const { site, group } = this;
    const relativeName = trafficManagerName(site);
    const profile = new TrafficManagerProfile(this, 'sites', {
      name: relativeName,
      resourceGroupName: group.name,
      trafficRoutingMethod: 'Priority',
      dnsConfig: { relativeName, ttl: publicNameTtlSeconds },
      // Through the whole way that a caller goes: edge, private way, gateway.
      monitorConfig: {
        protocol: 'HTTPS',
        port: 443,
        path: edgeHealthPath,
        expectedStatusCodeRanges: ['200-200'],
        intervalInSeconds: health.intervalSeconds,
        timeoutInSeconds: probeTimeoutSeconds[health.intervalSeconds],
        // So many are still borne; one more, and the site is lost.
        toleratedNumberOfFailures: health.failures - 1,
      },
    });
    entries.forEach((target, index) => {
      new TrafficManagerExternalEndpoint(this, `site-${index + 1}`, {
        name: target.replaceAll('.', '-'),
        profileId: profile.id,
        target,
        priority: index + 1,
      });
    });
    new DnsCnameRecord(this, 'active', { ...this.at(name, publicNameTtlSeconds), targetResourceId: profile.id });
  }

  /** Azure names records without their zone. */
  private at(name: string, ttl: number) {
    return {
      name: Fn.trimsuffix(name, `.${this.domain}`),
      zoneName: this.zone.name,
      resourceGroupName: this.zone.resourceGroupName,
      ttl,
    };
  }
}
