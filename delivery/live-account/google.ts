import { acceleratorTypes } from '../../constructs/google/machine-families';
import { cloudFacts } from '../../environments/facts';
import { type Quota, quotaKey } from '../../environments/facts/quotas';
import type { GoogleSite } from '../../environments/model';
import type { LiveAccount } from '../../policies/preflight/live-account';
import { type AccountReader, answerTimeoutMs } from './account-reader';
import { lookUpAdopted } from './adopted';
import { googleLookups, type ReadResource } from './adopted-google';
import { asked } from './live-failure';

/** Where the APIs are, and how a request gets its sign-in. */
export interface GoogleApis {
  /** GKE. */
  readonly clusters: string;
  readonly compute: string;
  readonly quotas: string;
  /** Cloud KMS. */
  readonly keys: string;
  readonly dns: string;
  /** Artifact Registry. */
  readonly images: string;
  readonly token: () => Promise<string>;
}

const rights = 'https://www.googleapis.com/auth/cloud-platform.read-only';

async function applicationDefault(): Promise<string> {
  const { GoogleAuth } = await import('google-auth-library');
  const token = await new GoogleAuth({ scopes: [rights] }).getAccessToken();
  if (!token) throw new Error('Could not load the default credentials');
  return token;
}

const publicApis: GoogleApis = {
  clusters: 'https://container.googleapis.com/v1',
  compute: 'https://compute.googleapis.com/compute/v1',
  quotas: 'https://cloudquotas.googleapis.com/v1',
  keys: 'https://cloudkms.googleapis.com/v1',
  dns: 'https://dns.googleapis.com/dns/v1',
  images: 'https://artifactregistry.googleapis.com/v1',
  token: applicationDefault,
};

/** Waits before another try, where the API says that it is busy. */
const pausesMs = [500, 2000];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

interface Refusal {
  readonly error?: { readonly message?: string; readonly status?: string };
}

async function answered(url: string, token: string, pauses: readonly number[] = pausesMs): Promise<unknown> {
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(answerTimeoutMs),
  });
  if (response.ok) return response.json();
  const [wait, ...later] = pauses;
  if ((response.status === 429 || response.status === 503) && wait !== undefined) {
    await pause(wait);
    return answered(url, token, later);
  }
  const { error } = (await response.json().catch(() => ({}))) as Refusal;
  throw new HttpError(response.status, `${error?.status ?? response.status}: ${error?.message ?? response.statusText}`);
}

interface Metric {
  readonly metric: string;
  readonly limit: number;
  readonly usage: number;
}

interface QuotaInfo {
  readonly dimensionsInfos?: readonly {
    readonly dimensions?: Readonly<Record<string, string>>;
    readonly details?: { readonly value?: string };
    readonly applicableLocations?: readonly string[];
  }[];
}

/** The entry that speaks of all that is wanted: of those that fit, the one that says the most. */
function limitIn({ dimensionsInfos = [] }: QuotaInfo, wanted: Readonly<Record<string, string>>): number | undefined {
  const fits = dimensionsInfos
    .filter(({ dimensions = {} }) => Object.entries(dimensions).every(([name, value]) => wanted[name] === value))
    .filter(
      ({ dimensions = {}, applicableLocations = [] }) =>
        wanted.region === undefined ||
        'region' in dimensions ||
        applicableLocations.length === 0 ||
        applicableLocations.includes(wanted.region),
    )
    .sort((a, b) => Object.keys(b.dimensions ?? {}).length - Object.keys(a.dimensions ?? {}).length);
  const value = fits[0]?.details?.value;
  return value === undefined ? undefined : Number(value);
}

/** `N2-CPUS-per-project-region` is the metric `N2_CPUS` of Compute Engine. */
const metricOf = ({ code }: Quota): string => code.replace(/-per-project.*$/, '').replaceAll('-', '_');

/** The account of a site on Google Cloud, by Cloud Quotas (limits) and Compute Engine (use, machine types by zone). */
export const googleReader =
  (apis: GoogleApis = publicApis): AccountReader<GoogleSite> =>
  async (site, { quotas, machineTypes }) => {
    const token = await asked(`${site.name} application default credentials`, apis.token);
    const project = `${apis.compute}/projects/${site.projectId}`;
    const get = <T>(right: string, url: string): Promise<T> =>
      asked(`${site.name} ${right}`, () => answered(url, token) as Promise<T>);
    const used = new Map(
      (
        await Promise.all([
          get<{ quotas?: Metric[] }>('compute.projects.get', project),
          get<{ quotas?: Metric[] }>('compute.regions.get', `${project}/regions/${site.region}`),
        ])
      ).flatMap((answer) => (answer.quotas ?? []).map(({ metric, usage }) => [metric, usage] as const)),
    );
    const limits: Record<string, LiveAccount['limits'][string]> = {};
    for (const quota of quotas) {
      const path = `projects/${site.projectId}/locations/global/services/${quota.service}/quotaInfos/${quota.code}`;
      const info = await get<QuotaInfo>('cloudquotas.quotas.get', `${apis.quotas}/${path}`);
      const limit = limitIn(info, { ...(quota.global ? {} : { region: site.region }), ...quota.dimensions });
      // Quotas by family have one metric for all families, so what Compute Engine says of it is not theirs.
      const usage = quota.dimensions ? undefined : used.get(metricOf(quota));
      // Minus one means that there is no limit.
      if (limit === undefined) continue;
      limits[quotaKey(quota)] = {
        limit: limit < 0 ? Number.MAX_SAFE_INTEGER : limit,
        ...(usage === undefined ? {} : { used: usage }),
      };
    }
    const isThere = async (url: string): Promise<boolean> => {
      try {
        await answered(url, token);
        return true;
      } catch (error) {
        if (error instanceof HttpError && error.status === 404) return false;
        throw error;
      }
    };
    const offeredIn = async (type: string): Promise<readonly [string, readonly string[]]> => {
      const gpu = cloudFacts[site.cloud].machines[type]?.gpu;
      const accelerator = gpu && acceleratorTypes[gpu.class];
      const offered = await Promise.all(
        site.zones.map(async (zone) => {
          const parts = [`machineTypes/${type}`, ...(accelerator ? [`acceleratorTypes/${accelerator}`] : [])];
          const there = await Promise.all(parts.map((part) => isThere(`${project}/zones/${zone}/${part}`)));
          return there.every(Boolean) ? [zone] : [];
        }),
      );
      return [type, offered.flat()];
    };
    const offers = await asked(`${site.name} compute.machineTypes.get`, () => Promise.all(machineTypes.map(offeredIn)));
    const read: ReadResource = <T>(right: string, url: string) =>
      asked(`${site.name} ${right}`, async () => {
        try {
          return (await answered(url, token)) as T;
        } catch (error) {
          if (error instanceof HttpError && error.status === 404) return undefined;
          throw error;
        }
      });
    const lookups = googleLookups(site, { ...apis, read });
    return {
      limits,
      offers: Object.fromEntries(offers),
      ...(lookups.length > 0 ? { adopted: await lookUpAdopted(lookups) } : {}),
    };
  };
