import type { CapabilityEvidence, RegistryEvidence } from '../../contracts';
import { scannedImages } from './detection-evidence';

const registry = { in: 'data', type: 'azurerm_container_registry' } as const;

/** Where the registry shows its promises. */
export const registryEvidence: RegistryEvidence = {
  'registry.private': [
    { ...registry, path: 'public_network_access_enabled', is: { equals: false } },
    { ...registry, path: 'anonymous_pull_enabled', is: { equals: false } },
    { ...registry, path: 'export_policy_enabled', is: { equals: false } },
  ],
  'registry.own-key': [{ ...registry, path: 'encryption[].key_vault_key_id', is: { present: true } }],
  'registry.signed-in': [
    { ...registry, path: 'admin_enabled', is: { equals: false } },
    {
      in: 'platform',
      type: 'azurerm_role_assignment',
      path: 'role_definition_name',
      is: { equals: 'AcrPull' },
      quantifier: 'some',
    },
  ],
  'registry.scanned': scannedImages,
  'registry.immutable-tags': {
    absent: 'a registry of Azure has no rule for tags: each repository is locked by itself, after its first push',
    instead: 'have the pipeline lock what it pushed, by `az acr repository update --write-enabled false`',
  },
  'registry.clean-up': [{ ...registry, path: 'retention_policy_in_days', is: { atLeast: 1 } }],
  'registry.mirrors': [
    { in: 'data', type: 'azurerm_container_registry_cache_rule', path: 'source_repo', is: { matches: /\/\*$/ } },
  ],
  'registry.replicated': [
    { ...registry, path: 'georeplications[+].location', is: { present: true } },
    { ...registry, path: 'georeplications[+].global_endpoint_routing_enabled', is: { equals: true } },
    { ...registry, path: 'georeplications[+].zone_redundancy_enabled', is: { equals: true } },
  ],
  'registry.deletion-protection': [
    { ...registry, path: 'lifecycle.prevent_destroy', is: { equals: true } },
    {
      in: 'data',
      type: 'azurerm_management_lock',
      path: 'scope',
      is: { matches: /azurerm_container_registry/ },
      quantifier: 'some',
    },
  ],
};

/** What the registry cannot show where the site does not switch threat detection on. */
export const unwatchedEvidence: Pick<CapabilityEvidence, 'registry.scanned'> = {
  'registry.scanned': {
    absent: 'images are scanned by Defender for Containers, which this site does not switch on',
    instead:
      "leave governance.detection at 'account' and governance.threatDetection on, or switch Defender for Containers on for the subscription; it finds the registry by itself",
  },
};
