import type { GoogleSite } from '../../environments/model';
import { globalName, type NeedRequest, secretPath } from '../contracts';

type Named = Pick<GoogleSite, 'organisation' | 'name'>;

/** Cloud Storage refuses bucket names with "google" in them, however they are spelt. */
export const withoutVendor = (text: string): string => text.replaceAll('google', 'gcp');

const short = (site: Named, parts: readonly string[], maxLength: number): string =>
  globalName(
    { organisation: withoutVendor(site.organisation), name: withoutVendor(site.name) },
    parts.map(withoutVendor),
    {
      maxLength,
      separator: '-',
    },
  );

/** At most 63 characters, unique in the world. */
export const bucketName = (site: Named, ...parts: string[]): string => short(site, parts, 63);

/** Account ids of service accounts: at most 30 characters. */
export const serviceAccountId = (site: Named, part: string): string => short(site, [part], 30);

/** Kafka takes a pod for a service account of Google's only, not for the account in Kubernetes itself. */
export const kafkaAccountId = (site: Named, service: string, need: string): string =>
  serviceAccountId(site, `${service}-${need}`);
export const kafkaAccountEmail = (site: Named & Pick<GoogleSite, 'projectId'>, service: string, need: string): string =>
  `${kafkaAccountId(site, service, need)}@${site.projectId}.iam.gserviceaccount.com`;

/** Workload identity pools: at most 32 characters. */
export const identityPoolId = (site: Named, part: string): string => short(site, [part], 32);

/** Cloud SQL: project and instance together at most 98 characters; projects have up to 30. */
export const sqlInstanceName = (site: Named, ...parts: string[]): string => short(site, parts, 64);

/** BigQuery: letters, digits and underscores, unique in the project. */
export const datasetId = (site: Pick<GoogleSite, 'name'>, ...parts: string[]): string =>
  [site.name, ...parts].join('_').replaceAll('-', '_');

/** Compute resources: at most 63 characters. Site names have at most 40, so short parts need no hash. */
export const computeName = (site: Named, part: string): string => `${site.name}-${part}`;

/** The site's VPC as other resources quote it; made by `GoogleNetwork`. */
export const networkPath = (site: Pick<GoogleSite, 'projectId' | 'name'>): string =>
  `projects/${site.projectId}/global/networks/${site.name}`;

/** Compute resources whose parts come from services and needs. */
export const hashedComputeName = (site: Named, ...parts: string[]): string => short(site, parts, 63);

/** Secret Manager allows letters, digits, dashes and underscores; no name in a path has an underscore. */
export const secretId = (request: Pick<NeedRequest, 'site' | 'service' | 'name'>): string =>
  secretPath(request).replaceAll('/', '_');

/** Full resource name of a key, as other resources quote it; known before anything is made. */
export const keyPath = (
  site: Pick<GoogleSite, 'projectId' | 'region' | 'name'>,
  ring: KeyRingName,
  key: string,
): string =>
  `projects/${site.projectId}/locations/${site.region}/keyRings/${keyRingName(site, ring)}/cryptoKeys/${key}`;

/** One ring a state boundary. Rings can never be deleted, so they carry the whole name of the site. */
export type KeyRingName = 'state' | 'governance' | 'costs' | 'logs' | 'cluster' | 'data';
export const keyRingName = (site: Pick<GoogleSite, 'name'>, ring: KeyRingName): string => `${site.name}-${ring}`;

/** Key that encrypts disks of nodes and volumes, in the ring `cluster`. */
export const diskKeyName = 'disks';

/** Its whole name, or that of the adopted one. */
export const diskKeyPath = (site: Pick<GoogleSite, 'projectId' | 'region' | 'name' | 'adopt'>): string =>
  site.adopt?.cluster?.disks ?? site.adopt?.keys?.disks ?? keyPath(site, 'cluster', diskKeyName);

/** Account that nodes run as, made by `GoogleCluster`. */
export const nodeAccountPart = 'nodes';
export const serviceAccountEmail = (site: Named & Pick<GoogleSite, 'projectId'>, part: string): string =>
  `${serviceAccountId(site, part)}@${site.projectId}.iam.gserviceaccount.com`;

/** Every site of a project shares one pool; Google makes it with the first cluster. */
export const workloadPool = (site: Pick<GoogleSite, 'projectId'>): string => `${site.projectId}.svc.id.goog`;

/** A Kubernetes service account as IAM sees it: no Google service account and no annotation between them. */
export const workloadPrincipal = (
  site: Pick<GoogleSite, 'projectId' | 'projectNumber'>,
  namespace: string,
  serviceAccount: string,
): string =>
  `principal://iam.googleapis.com/projects/${site.projectNumber}/locations/global/workloadIdentityPools/${workloadPool(site)}/subject/ns/${namespace}/sa/${serviceAccount}`;

/** Custom roles of a project: 3 to 64 letters, digits, underscores and dots, unique in the project. */
export const projectRoleId = (site: Pick<GoogleSite, 'name'>, role: string): string =>
  `evenkeel_${role}_${site.name.replaceAll('-', '_')}`;
