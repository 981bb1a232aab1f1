import { SecurityCenterContact } from '@cdktf/provider-azurerm/lib/security-center-contact';
import { SecurityCenterSubscriptionPricing } from '@cdktf/provider-azurerm/lib/security-center-subscription-pricing';
import { Construct } from 'constructs';
import type { DetectionSettings } from '../../../environments/model';

export interface AzureThreatDetectionProps {
  readonly settings: DetectionSettings;
}

interface Plan {
  /** Default: the plan has one kind only. */
  readonly subplan?: string;
  /** What of the plan is on; what is not named is off. */
  readonly extensions?: readonly string[];
}

/**
 * Plans of Defender for Cloud, by what the stacks make. Source: learn.microsoft.com/azure/templates/microsoft.security/pricings.
 * Machines are AKS's own, which `Containers` watches: the plan for servers would charge them once more. Uploads are not
 * scanned for malware: it is paid by the gigabyte, of training data mostly.
 */
const plans: Readonly<Record<string, Plan>> = {
  Arm: { subplan: 'PerSubscription' },
  CloudPosture: { extensions: ['AgentlessDiscoveryForKubernetes', 'ContainerRegistriesVulnerabilityAssessments'] },
  Containers: { extensions: ['AgentlessDiscoveryForKubernetes', 'ContainerRegistriesVulnerabilityAssessments'] },
  KeyVaults: { subplan: 'PerKeyVault' },
  OpenSourceRelationalDatabases: {},
  StorageAccounts: { subplan: 'DefenderForStorageV2' },
};

/** Defender for Cloud over the subscription of a site, and who is told: one setting a subscription, which is taken over. */
export class AzureThreatDetection extends Construct {
  constructor(scope: Construct, id: string, { settings }: AzureThreatDetectionProps) {
    super(scope, id);
    for (const [resourceType, { subplan, extensions = [] }] of Object.entries(plans)) {
      new SecurityCenterSubscriptionPricing(this, resourceType, {
        tier: 'Standard',
        resourceType,
        ...(subplan ? { subplan } : {}),
        extension: extensions.map((name) => ({ name })),
      });
    }
    new SecurityCenterContact(this, 'contact', {
      name: 'default1',
      // Azure's own way to write several.
      email: settings.alertsTo.join(';'),
      alertNotifications: true,
      alertsToAdmins: true,
    });
  }
}
