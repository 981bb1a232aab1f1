import { Eventhub } from '@cdktf/provider-azurerm/lib/eventhub';
import { EventhubNamespace } from '@cdktf/provider-azurerm/lib/eventhub-namespace';
import { EventhubNamespaceCustomerManagedKey } from '@cdktf/provider-azurerm/lib/eventhub-namespace-customer-managed-key';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import type { KafkaNeed, TopicNeed } from '../../../services';
import { type CloudNeedProvider, ownedTopics } from '../../contracts';
import { archiveLogs } from '../diagnostics';
import { protect } from '../locks';
import { eventNamespaceName } from '../names';
import { privateEndpoint } from '../private-endpoint';
import { resourceGroup } from '../resource-group';
import type { AzureSiteNetwork } from '../site-network';
import type { AzureTypes } from '../types';
import { readMetrics } from './cloud-metrics';
import { clientOf } from './kafka-client';
import { processingUnits } from './kafka-sizes';
import type { AzureKey } from './key';
import { storeIds, storeLevels } from './store-metrics';

const logCategories = ['KafkaCoordinatorLogs', 'KafkaUserErrorLogs', 'OperationalLogs', 'RuntimeAuditLogs'];

/** How long a reader of a compacted topic may be away and still hear that a key is gone; Kafka's own default. */
const tombstoneHours = 24;

const retention = ({ retentionHours }: TopicNeed) =>
  retentionHours === undefined
    ? { cleanupPolicy: 'Compact', tombstoneRetentionTimeInHours: tombstoneHours }
    : { cleanupPolicy: 'Delete', retentionTimeInHours: retentionHours };

export interface AzureKafkaProps {
  readonly site: AzureSite;
  readonly network: AzureSiteNetwork;
  readonly key: AzureKey;
  readonly need: KafkaNeed;
}

/**
 * Azure Event Hubs, which speaks Kafka's protocol: premium, in three zones by itself, an own key over a second layer of
 * encryption, reached through its private endpoint, by Entra ID only. An event hub is a topic.
 */
export class AzureKafka extends Construct {
  constructor(scope: Construct, id: string, props: AzureKafkaProps) {
    super(scope, id);
    const { site, network, key, need } = props;
    const group = resourceGroup(this, site, 'data');
    const namespace = new EventhubNamespace(this, 'namespace', {
      name: eventNamespaceName(site),
      location: site.region,
      resourceGroupName: group.name,
      sku: 'Premium',
      capacity: processingUnits[need.size],
      minimumTlsVersion: '1.2',
      localAuthenticationEnabled: false,
      publicNetworkAccessEnabled: false,
      identity: { type: 'UserAssigned', identityIds: [key.identityId] },
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    });
    const encrypted = new EventhubNamespaceCustomerManagedKey(this, 'key', {
      eventhubNamespaceId: namespace.id,
      keyVaultKeyIds: [key.keyId],
      userAssignedIdentityId: key.identityId,
      infrastructureEncryptionEnabled: true,
    });
    privateEndpoint(this, 'endpoint', {
      site,
      group,
      access: network,
      name: namespace.name,
      target: namespace.id,
      kind: 'events',
    });
    archiveLogs(this, 'logs', { of: namespace.id, archiveId: network.archiveId, categories: logCategories });
    protect(this, site, namespace.id);
    this.topics(site, namespace, encrypted);
  }

  /** Made after the key: what an event hub holds is encrypted from its first record on. */
  private topics(site: AzureSite, namespace: EventhubNamespace, after: ITerraformDependable): void {
    for (const { owner } of ownedTopics(site)) {
      new Eventhub(this, `topic-${owner.need.topic}`, {
        name: owner.need.topic,
        namespaceId: namespace.id,
        partitionCount: owner.need.partitions,
        retentionDescription: retention(owner.need),
        lifecycle: { preventDestroy: site.deletionProtection },
        dependsOn: [after],
      });
    }
  }
}

/** Azure Event Hubs; clients sign in by the identity of their pods. Nobody administers it by Kafka's protocol. */
export const kafka: CloudNeedProvider<'kafka', AzureTypes> = {
  bind: (request) => ({ admin: clientOf(request) }),
  manifests: () => {},
  levels: storeLevels.kafka,
  provision: (scope, request, { network, key }) => {
    const { site, need } = request;
    new AzureKafka(scope, 'kafka', { site, network, key, need });
    return { serviceGrants: [], secretReaderGrants: [], metricReaderGrants: storeIds.kafka(request).map(readMetrics) };
  },
};
