import type { CdnFrontdoorCustomDomain } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-custom-domain';
import type { CdnFrontdoorRule } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-rule';
import type { ContainerRegistry } from '@cdktf/provider-azurerm/lib/container-registry';
import type { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import type { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import type { LogAnalyticsWorkspace } from '@cdktf/provider-azurerm/lib/log-analytics-workspace';
import type { PrivateDnsARecord } from '@cdktf/provider-azurerm/lib/private-dns-a-record';
import type { PrivateDnsZoneVirtualNetworkLink } from '@cdktf/provider-azurerm/lib/private-dns-zone-virtual-network-link';
import type { VirtualNetworkGateway } from '@cdktf/provider-azurerm/lib/virtual-network-gateway';
import type { TerraformStack } from 'cdktf';

/*
 * What the frozen bindings (azurerm 4.55) lack against the current provider (azurerm 5.2), all of it in this file.
 */

/** The bindings ask for azurerm ~> 4.0; the stacks are written for, and checked with, the current major. */
export const requireCurrentProvider = (stack: TerraformStack): void => {
  stack.addOverride('terraform.required_providers.azurerm.version', '~> 5.2');
  // Write-only arguments and ephemeral values.
  stack.addOverride('terraform.required_version', '>= 1.11.0');
};

/**
 * `node_provisioning_profile` is required in 5: `Manual` keeps the pools as stated, `Auto` lets AKS make machines. Its own
 * default pools have no bounds, so they are never wanted.
 */
export const provisionNodes = (cluster: KubernetesCluster, mode: 'Manual' | 'Auto'): void =>
  cluster.addOverride('node_provisioning_profile', mode === 'Auto' ? { mode, default_node_pools: 'None' } : { mode });

/** In 5 the ways into a workspace are words, not switches. */
export const closeIngestion = (workspace: LogAnalyticsWorkspace): void =>
  workspace.addOverride('internet_ingestion_access_type', 'Disabled');

/** In 5 a credential names its identity by `user_assigned_identity_id` alone; `parent_id` and the group are gone. */
export const ofIdentity = (credential: FederatedIdentityCredential, identityId: string): void => {
  credential.addOverride('user_assigned_identity_id', identityId);
  credential.addOverride('parent_id', undefined);
  credential.addOverride('resource_group_name', undefined);
};

/** In 5 a link names its zone by `private_dns_zone_id`; name and group of the zone are gone. */
export const ofZone = (link: PrivateDnsZoneVirtualNetworkLink, zoneId: string): void => {
  link.addOverride('private_dns_zone_id', zoneId);
  link.addOverride('private_dns_zone_name', undefined);
  link.addOverride('resource_group_name', undefined);
};

/** In 5 `enable_bgp` is called `bgp_enabled`. */
export const speakBgp = (gateway: VirtualNetworkGateway): void => {
  gateway.addOverride('enable_bgp', undefined);
  gateway.addOverride('bgp_enabled', true);
};

/** In 5 `minimum_tls_version` is called `minimum_version`. */
export const atLeastTls12 = (domain: CdnFrontdoorCustomDomain): void =>
  domain.addOverride('tls.minimum_version', 'TLS12');

/** In 5 the actions of a rule have new names; a rule goes on to the next one unless it says otherwise. */
export const answerWith = (rule: CdnFrontdoorRule, headers: Readonly<Record<string, string>>): void =>
  rule.addOverride('actions', {
    modify_response_header: Object.entries(headers).map(([header_name, header_value]) => ({
      operator: 'Overwrite',
      header_name,
      header_value,
    })),
  });

/**
 * In 5 a copy of a registry says by `global_endpoint_routing_enabled` whether the registry's one name leads to it, too: without
 * that it is there to look at only.
 */
export const copyRegistry = (
  registry: ContainerRegistry,
  regions: readonly string[],
  tags: Readonly<Record<string, string>>,
): void => {
  if (regions.length === 0) return;
  registry.addOverride(
    'georeplications',
    regions.map((location) => ({
      location,
      global_endpoint_routing_enabled: true,
      zone_redundancy_enabled: true,
      tags: { ...tags },
    })),
  );
};

/** The same of a record. */
export const inZone = (record: PrivateDnsARecord, zoneId: string): void => {
  record.addOverride('private_dns_zone_id', zoneId);
  record.addOverride('zone_name', undefined);
  record.addOverride('resource_group_name', undefined);
};
