import { quotaKey } from '../../environments/facts/quotas';
import type { AzureSite } from '../../environments/model';
import type { LiveAccount } from '../../policies/preflight/live-account';
import { type AccountReader, answerTimeoutMs } from './account-reader';
import { lookUpAdopted } from './adopted';
import { azureLookups, type ReadResource } from './adopted-azure';
import { asked } from './live-failure';

/** Where Azure Resource Manager is, and how a request gets its sign-in. */
export interface AzureApis {
  readonly resourceManager: string;
  readonly token: (tenantId: string) => Promise<string>;
}

async function signedIn(tenantId: string): Promise<string> {
  const { DefaultAzureCredential } = await import('@azure/identity');
  const { token } = await new DefaultAzureCredential({ tenantId }).getToken('https://management.azure.com/.default');
  return token;
}

const publicApis: AzureApis = { resourceManager: 'https://management.azure.com', token: signedIn };

/** Of the list of usages that each resource provider has, and of machine types. */
const apiVersions: Readonly<Record<string, string>> = {
  'Microsoft.Compute': '2024-07-01',
  'Microsoft.Network': '2024-05-01',
  'Microsoft.Storage': '2024-01-01',
};
const skusVersion = '2021-07-01';

interface Page<T> {
  readonly value: readonly T[];
  readonly nextLink?: string;
}

interface Usage {
  readonly name: { readonly value: string };
  readonly currentValue: number;
  readonly limit: number;
}

interface Sku {
  readonly resourceType: string;
  readonly name: string;
  readonly locationInfo?: readonly { readonly location: string; readonly zones?: readonly string[] }[];
  readonly restrictions?: readonly {
    readonly type: 'Location' | 'Zone';
    readonly restrictionInfo?: { readonly zones?: readonly string[] };
  }[];
}

interface Refusal {
  readonly error?: { readonly code?: string; readonly message?: string };
}

/** One answer; the pipeline of the SDK waits and tries again where Azure is busy. */
async function answered<T>(url: string, token: string): Promise<T> {
  const { createDefaultHttpClient, createPipelineFromOptions, createPipelineRequest, createHttpHeaders } = await import(
    '@azure/core-rest-pipeline'
  );
  const pipeline = createPipelineFromOptions({ retryOptions: { maxRetries: 2 } });
  const client = createDefaultHttpClient();
  const response = await pipeline.sendRequest(
    client,
    createPipelineRequest({
      url,
      headers: createHttpHeaders({ authorization: `Bearer ${token}`, accept: 'application/json' }),
      // The client's own timeout would keep the process waiting for it after the answer.
      abortSignal: AbortSignal.timeout(answerTimeoutMs),
      allowInsecureConnection: url.startsWith('http:'),
    }),
  );
  const body = JSON.parse(response.bodyAsText || '{}') as T & Refusal;
  if (response.status >= 300) {
    const { code, message } = body.error ?? {};
    throw Object.assign(new Error(message ?? `answered ${response.status}`), { code, status: response.status });
  }
  return body;
}

/** Every entry of a list, page by page. */
async function listed<T>(first: string, token: string): Promise<readonly T[]> {
  const all: T[] = [];
  for (let url: string | undefined = first; url; ) {
    const page: Page<T> = await answered(url, token);
    all.push(...page.value);
    url = page.nextLink;
  }
  return all;
}

const isMissing = (error: unknown): boolean => (error as { readonly status?: number }).status === 404;

/** Zones in which a subscription can have a machine type, after what Azure keeps from it. */
function zonesOf({ locationInfo = [], restrictions = [] }: Sku): readonly string[] {
  if (restrictions.some(({ type }) => type === 'Location')) return [];
  const kept = restrictions.flatMap(({ restrictionInfo }) => restrictionInfo?.zones ?? []);
  return locationInfo
    .flatMap(({ zones = [] }) => zones)
    .filter((zone) => !kept.includes(zone))
    .sort();
}

/** The subscription of a site on Azure, by Resource Manager: limits and use of each provider, machine types by zone. */
export const azureReader =
  (apis: AzureApis = publicApis): AccountReader<AzureSite> =>
  async (site, { quotas, machineTypes }) => {
    const token = await asked(`${site.name} DefaultAzureCredential`, () => apis.token(site.tenantId));
    const providers = `${apis.resourceManager}/subscriptions/${site.subscriptionId}/providers`;
    const services = [...new Set(quotas.map(({ service }) => service))];
    const limits: Record<string, LiveAccount['limits'][string]> = {};
    for (const service of services) {
      const url = `${providers}/${service}/locations/${site.region}/usages?api-version=${apiVersions[service]}`;
      const usages = await asked(`${site.name} ${service}/locations/usages/read`, () => listed<Usage>(url, token));
      // Names differ in their capital letters from one answer to the next.
      const byName = new Map(usages.map((usage) => [usage.name.value.toLowerCase(), usage]));
      for (const quota of quotas.filter((one) => one.service === service)) {
        const found = byName.get(quota.code.toLowerCase());
        if (found) limits[quotaKey(quota)] = { limit: found.limit, used: found.currentValue };
      }
    }
    const filter = encodeURIComponent(`location eq '${site.region}'`);
    const url = `${providers}/Microsoft.Compute/skus?api-version=${skusVersion}&$filter=${filter}`;
    const skus = await asked(`${site.name} Microsoft.Compute/skus/read`, () => listed<Sku>(url, token));
    const machines = new Map(
      skus.filter((sku) => sku.resourceType === 'virtualMachines').map((sku) => [sku.name, sku]),
    );
    const offers = machineTypes.map((type) => {
      const sku = machines.get(type);
      return [type, sku ? zonesOf(sku) : []] as const;
    });
    const read: ReadResource = <T>(right: string, id: string, apiVersion: string) =>
      asked(`${site.name} ${right}`, async () => {
        try {
          return await answered<T>(`${apis.resourceManager}${id}?api-version=${apiVersion}`, token);
        } catch (error) {
          if (isMissing(error)) return undefined;
          throw error;
        }
      });
    const lookups = azureLookups(site, read);
    return {
      limits,
      offers: Object.fromEntries(offers),
      ...(lookups.length > 0 ? { adopted: await lookUpAdopted(lookups) } : {}),
    };
  };
