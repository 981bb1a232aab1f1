import { accountsRule } from './accounts';
import { addressSpaceRule, operatorAddressesRule } from './addresses';
import { adoptedClustersRule } from './adopted-cluster';
import { adoptedClaimsRule, adoptedRangesRule } from './adopted-ranges';
import { adoptedZoneRule } from './adopted-zone';
import { adoptedNetworksRule, adoptedPlacesRule, adoptedRegistriesRule, importsRule } from './adoption';
import { budgetRule } from './budget';
import { chaosRule } from './chaos';
import { drillsRule } from './drills';
import { edgeRule } from './edge';
import { expiryRule } from './expiry';
import { gatewayRoutesRule } from './gateway-routes';
import { governanceRule } from './governance';
import { gpuSharingRule } from './gpu-sharing';
import { guardrailsRule } from './guardrails';
import { interconnectRule } from './interconnect';
import { kubernetesVersionRule } from './kubernetes-version';
import { maintenanceRule } from './maintenance';
import { offHoursRule } from './off-hours';
import { organisationTrailRule } from './organisation-trail';
import { podRangeRule, poolsRule } from './pools';
import { predictionTrailRule } from './prediction-trail';
import { promotionRule } from './promotion';
import { provisioningRule } from './provisioning';
import { quotasRule } from './quotas';
import { recoveryRule } from './recovery';
import { regionsRule } from './regions';
import { reservationsRule } from './reservations';
import type { EnvironmentRule } from './rule';
import { recoveryDaysRule, sharedSecretsRule, statedCredentialsRule } from './secrets';
import { servicesRule } from './services';
import { signInRule } from './sign-in';
import { duplicateSitesRule, namesRule, rolesRule } from './sites';

/** Everything that must hold between the values of one environment file. */
export const environmentRules: readonly EnvironmentRule[] = [
  rolesRule,
  duplicateSitesRule,
  namesRule,
  regionsRule,
  accountsRule,
  guardrailsRule,
  kubernetesVersionRule,
  maintenanceRule,
  addressSpaceRule,
  operatorAddressesRule,
  adoptedRangesRule,
  adoptedClaimsRule,
  adoptedPlacesRule,
  adoptedNetworksRule,
  adoptedRegistriesRule,
  adoptedClustersRule,
  importsRule,
  interconnectRule,
  governanceRule,
  organisationTrailRule,
  recoveryDaysRule,
  sharedSecretsRule,
  statedCredentialsRule,
  poolsRule,
  podRangeRule,
  quotasRule,
  provisioningRule,
  gpuSharingRule,
  reservationsRule,
  servicesRule,
  recoveryRule,
  chaosRule,
  budgetRule,
  expiryRule,
  drillsRule,
  offHoursRule,
  signInRule,
  gatewayRoutesRule,
  predictionTrailRule,
  promotionRule,
  edgeRule,
  adoptedZoneRule,
];
