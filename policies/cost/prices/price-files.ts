import type { Cloud } from '../../../environments/facts';
import awsEuWest1 from './aws/eu-west-1.json';
import awsFreeTiers from './aws/free-tiers.json';
import awsRegions from './aws/regions.json';
import awsUsEast1 from './aws/us-east-1.json';
import azureEastus from './azure/eastus.json';
import azureFreeTiers from './azure/free-tiers.json';
import azureRegions from './azure/regions.json';
import azureSwedencentral from './azure/swedencentral.json';
import azureWesteurope from './azure/westeurope.json';
import googleEuropeWest1 from './google/europe-west1.json';
import googleEuropeWest4 from './google/europe-west4.json';
import googleFreeTiers from './google/free-tiers.json';
import googleRegions from './google/regions.json';
import googleUsCentral1 from './google/us-central1.json';

/** As they stand on the disk: not checked yet. */
export interface PriceFiles {
  readonly regions: unknown;
  readonly prices: readonly unknown[];
}

export const priceFiles: Readonly<Record<Cloud, PriceFiles>> = {
  aws: { regions: awsRegions, prices: [awsUsEast1, awsEuWest1] },
  google: { regions: googleRegions, prices: [googleUsCentral1, googleEuropeWest1, googleEuropeWest4] },
  azure: { regions: azureRegions, prices: [azureEastus, azureWesteurope, azureSwedencentral] },
};

/** What each cloud gives for nothing, as it stands on the disk. */
export const freeTierFiles: Readonly<Record<Cloud, unknown>> = {
  aws: awsFreeTiers,
  google: googleFreeTiers,
  azure: azureFreeTiers,
};
