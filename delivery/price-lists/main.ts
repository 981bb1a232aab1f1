import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from '../../environments/facts';
import { type PriceFile, priceFile, regionFile } from '../../policies/cost/prices/price-schema';
import { writeRecord } from '../written-record';
import { type AwsPriceList, awsPrices, awsRules } from './aws-prices';
import { type AzureEntry, azurePrices, azureRules } from './azure-prices';
import { type GoogleSku, googlePrices } from './google-prices';
import { isRegionFile, priceFileText, type ReadPrices, refreshedFile } from './refreshed-file';

const root = join(__dirname, '..', '..');
const folder = join('policies', 'cost', 'prices');

async function ask<T>(url: string, headers: Readonly<Record<string, string>> = {}): Promise<T> {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status} ${response.statusText}`);
  return (await response.json()) as T;
}

/** What each cloud says in public of the prices of a region. */
const readers: {
  readonly [C in Cloud]: { readonly source: string; readonly read: (region: string) => Promise<ReadPrices> };
} = {
  aws: {
    source: 'AWS Price List Bulk API (pricing.us-east-1.amazonaws.com/offers/v1.0/aws)',
    read: async (region) => {
      const prices = new Map<string, number>();
      for (const service of Object.keys(awsRules)) {
        const url = `https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/${service}/current/${region}/index.json`;
        for (const [item, price] of awsPrices(service, await ask<AwsPriceList>(url))) prices.set(item, price);
      }
      return prices;
    },
  },
  google: {
    source: 'Cloud Billing Catalog API (cloudbilling.googleapis.com/v1/services/6F81-5844-456A/skus)',
    read: async (region) => {
      const key = process.env.GOOGLE_API_KEY;
      if (!key) throw new Error('the catalogue of Google Cloud asks for an API key: set GOOGLE_API_KEY');
      const skus: GoogleSku[] = [];
      let page = '';
      do {
        // Compute Engine.
        const url = `https://cloudbilling.googleapis.com/v1/services/6F81-5844-456A/skus?pageSize=5000&pageToken=${page}`;
        const answer = await ask<{ skus: GoogleSku[]; nextPageToken?: string }>(url, { 'x-goog-api-key': key });
        skus.push(...answer.skus);
        page = answer.nextPageToken ?? '';
      } while (page !== '');
      return googlePrices(region, skus);
    },
  },
  azure: {
    source: 'Azure Retail Prices API (prices.azure.com/api/retail/prices)',
    read: async (region) => {
      const entries: AzureEntry[] = [];
      for (const service of Object.keys(azureRules)) {
        const filter = `armRegionName eq '${region}' and serviceName eq '${service}' and priceType eq 'Consumption'`;
        let url: string | undefined =
          `https://prices.azure.com/api/retail/prices?$filter=${encodeURIComponent(filter)}`;
        while (url) {
          const page: { Items: AzureEntry[]; NextPageLink?: string | null } = await ask(url);
          entries.push(...page.Items);
          url = page.NextPageLink ?? undefined;
        }
      }
      return azurePrices(region, entries);
    },
  },
};

const json = (...path: string[]): unknown => JSON.parse(readFileSync(join(root, folder, ...path), 'utf8'));

/** Refreshes every price file of a cloud. @returns exit code */
async function refresh(cloud: Cloud, date: string): Promise<number> {
  const { base } = regionFile.parse(json(cloud, 'regions.json'));
  const names = readdirSync(join(root, folder, cloud)).filter(isRegionFile);
  const baseFile = priceFile.parse(json(cloud, `${base}.json`));
  const { source, read } = readers[cloud];
  let code = 0;
  for (const name of names) {
    const old: PriceFile = priceFile.parse(json(cloud, name));
    const { file, changed, doubtful } = refreshedFile(old, baseFile, await read(old.region), { source, date });
    for (const { item, from, to } of changed) console.log(`${cloud} ${old.region} ${item}: ${from ?? 'none'} -> ${to}`);
    for (const { item, from, to } of doubtful) {
      console.error(`${cloud} ${old.region} ${item}: ${from ?? 'none'} -> ${to} is no likely change; left as it was`);
    }
    code = Math.max(
      code,
      writeRecord(join(folder, cloud, name), priceFileText(file).trimEnd().split('\n')),
      doubtful.length > 0 ? 1 : 0,
    );
  }
  return code;
}

async function main(wanted: readonly string[]): Promise<void> {
  const date = new Date().toISOString().slice(0, 10);
  const clouds = (Object.keys(readers) as Cloud[]).filter((cloud) => wanted.length === 0 || wanted.includes(cloud));
  if (clouds.length === 0) throw new Error(`there are prices of ${Object.keys(readers).join(', ')}`);
  for (const cloud of clouds) {
    try {
      process.exitCode = Math.max(Number(process.exitCode ?? 0), await refresh(cloud, date));
    } catch (error) {
      // One cloud that does not answer keeps its prices; the others are refreshed.
      console.error(`${cloud}: ${error instanceof Error ? error.message : error}`);
      process.exitCode = 3;
    }
  }
}

void main(process.argv.slice(2));
