import { DbSubnetGroup } from '@cdktf/provider-aws/lib/db-subnet-group';
import { ElasticacheSubnetGroup } from '@cdktf/provider-aws/lib/elasticache-subnet-group';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import type { Foundation } from '../../contracts';
import { AwsRole, serviceTrust } from '../iam';
import { databaseName } from '../names';
import type { AwsSiteNetwork } from '../site-network';
import { siteKey } from './adopted-key';
import { copySealers } from './bucket-replication';
import type { AwsKey } from './key';
import { AwsDatabaseVault } from './postgres-vault';

export interface AwsFoundationProps {
  readonly site: AwsSite;
  readonly network: AwsSiteNetwork;
}

/** What the needs of a site share: its data key, the subnets of its databases and caches, and who measures them. */
export class AwsFoundation extends Construct implements Foundation {
  readonly dataKey: AwsKey;
  readonly databaseSubnetGroup: string;
  /** `undefined`: the site's caches run inside the cluster. */
  readonly cacheSubnetGroup?: string;
  /** `undefined`: no database of the site is regulated. */
  readonly databaseVault?: AwsDatabaseVault;
  /** Writes the operating system's figures of databases. */
  readonly monitoringRole: AwsRole;

  constructor(scope: Construct, id: string, { site, network }: AwsFoundationProps) {
    super(scope, id);
    this.dataKey = siteKey(this, 'data-key', 'data', {
      site,
      name: 'data',
      description: `Data of ${site.name}`,
      users: copySealers(site),
    });
    this.databaseSubnetGroup = new DbSubnetGroup(this, 'database-subnets', {
      name: databaseName(site, 'data'),
      description: `Databases of ${site.name}`,
      subnetIds: [...network.dataSubnetIds],
    }).name;
    this.cacheSubnetGroup =
      site.providers.cache === 'managed'
        ? new ElasticacheSubnetGroup(this, 'cache-subnets', {
            name: databaseName(site, 'data'),
            description: `Caches of ${site.name}`,
            subnetIds: [...network.dataSubnetIds],
          }).name
        : undefined;
    const vault = site.recovery?.vault;
    if (vault) {
      this.databaseVault = new AwsDatabaseVault(this, 'database-vault', { site, vault, key: this.dataKey });
    }
    this.monitoringRole = new AwsRole(this, 'monitoring-role', {
      site,
      name: ['database-monitoring'],
      description: `Measures the databases of ${site.name}`,
      trust: serviceTrust('monitoring.rds.amazonaws.com', { StringEquals: { 'aws:SourceAccount': site.accountId } }),
      managedPolicies: ['service-role/AmazonRDSEnhancedMonitoringRole'],
    });
  }
}
