import type { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import { NetworkConnectivityServiceConnectionPolicy } from '@cdktf/provider-google/lib/network-connectivity-service-connection-policy';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../../environments/model';
import { type Foundation, hasVault, siteNeeds } from '../../contracts';
import { computeName } from '../names';
import { serviceAgentMember } from '../service-agents';
import type { GoogleSiteNetwork } from '../site-network';
import { type AdoptableKeyProps, keyRingOf, siteKey } from './adopted-key';
import { GoogleInventory } from './bucket-inventory';
import { GoogleKey } from './key';
import { GoogleDatabaseVault } from './postgres-vault';

export interface GoogleFoundationProps {
  readonly site: GoogleSite;
  readonly network: GoogleSiteNetwork;
}

/**
 * What the needs of a site share: the ring of its data keys, the site's data key, and where caches may have addresses. The service agents that keys are
 * shared with were made by `GoogleState`.
 */
export class GoogleFoundation extends Construct implements Foundation {
  readonly dataKey: GoogleKey;
  /** Managed caches wait for these: without them they get no address. */
  readonly cachesReady: readonly ITerraformDependable[];
  /** Lists of what the site's buckets hold; `undefined`: the environment wants none. */
  readonly inventory?: GoogleInventory;
  /** `undefined`: no database of the site is regulated. */
  readonly databaseVault?: GoogleDatabaseVault;
  private readonly site: GoogleSite;
  private readonly keyRing: () => KmsKeyRing;

  constructor(scope: Construct, id: string, { site, network }: GoogleFoundationProps) {
    super(scope, id);
    this.site = site;
    this.keyRing = keyRingOf(this, 'key-ring', { site, part: 'data' });
    this.dataKey = siteKey(this, 'data-key', 'data', this.keyProps('data'));
    if (site.bucketInventory !== 'off') {
      this.inventory = new GoogleInventory(this, 'inventory', {
        site,
        key: this.dataKey,
        frequency: site.bucketInventory,
      });
    }
    const vault = site.recovery?.vault;
    if (vault) this.databaseVault = new GoogleDatabaseVault(this, 'database-vault', { site, vault });
    this.cachesReady = site.providers.cache === 'managed' ? [this.cacheAddresses(network)] : [];
  }

  /** Memorystore makes its own endpoints in the endpoint subnet, and nowhere else. */
  private cacheAddresses(network: GoogleSiteNetwork): NetworkConnectivityServiceConnectionPolicy {
    return new NetworkConnectivityServiceConnectionPolicy(this, 'cache-addresses', {
      name: computeName(this.site, 'caches'),
      location: this.site.region,
      description: `Endpoints of the caches of ${this.site.name}`,
      serviceClass: 'gcp-memorystore',
      network: network.networkId,
      pscConfig: { subnetworks: [network.endpointSubnetId] },
      labels: { ...this.site.tags },
    });
  }

  /** A key that databases, buckets and secrets of the site may be encrypted with. */
  addKey(scope: Construct, id: string, name: string): GoogleKey {
    return new GoogleKey(scope, id, { ...this.keyProps(name), keyRing: this.keyRing() });
  }

  private keyProps(name: string): AdoptableKeyProps {
    const { site, keyRing } = this;
    const member = (agent: Parameters<typeof serviceAgentMember>[1]) => serviceAgentMember(site, agent);
    return {
      site,
      keyRing,
      name,
      users: {
        ...(site.providers.kafka === 'managed' ? { kafka: member('managedKafka') } : {}),
        ...(hasVault(site) ? { backupdr: member('backup') } : {}),
        ...(siteNeeds(site, 'files') ? { filestore: member('filestore') } : {}),
        ...(site.registry ? { artifactregistry: member('artifactRegistry') } : {}),
        ...(siteNeeds(site, 'warehouse') ? { bigquery: member('bigquery') } : {}),
        sql: member('sql'),
        'secret-manager': member('secretManager'),
        storage: member('storage'),
        ...(site.providers.cache === 'managed' ? { memorystore: member('memorystore') } : {}),
      },
    };
  }
}
