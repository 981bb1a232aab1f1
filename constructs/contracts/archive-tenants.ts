import type { ArchivedKind } from '../../environments/facts';
import { archiveStore, isArchived, type Site } from '../../environments/model';
import type { NeedKind, NeedMap, OperatorName } from '../../services';
import { dumpTenants } from './dump-tenants';
import type { Archive, NeedBinder, NeedRequest } from './need-provider';
import { requestsOf, serviceTenants, type Tenant } from './need-requests';

interface ArchiveNeeds extends NeedMap {
  readonly archive: { readonly kind: 'bucket'; readonly versionRetentionDays: number; readonly askedFor: true };
  readonly identity: {
    readonly kind: 'identity';
    readonly serviceAccount: string;
    readonly grants: 'needs';
    readonly tokenMounted: boolean;
  };
}

/** The bucket of one database, and the identity that writes there: nobody else reaches it. */
export interface ArchiveTenant extends Tenant {
  /** What must run for backups to be made. */
  readonly operators: readonly OperatorName[];
}

interface Archived {
  readonly operators: readonly OperatorName[];
  /** The pods talk to the API server. */
  readonly tokenMounted: boolean;
}

const archived: { readonly [K in ArchivedKind]: Archived } = {
  postgres: { operators: ['barman-cloud'], tokenMounted: true },
  documents: { operators: [], tokenMounted: false },
};

const kinds = Object.keys(archived) as readonly ArchivedKind[];

/** A deleted or overwritten backup comes back within this time: long enough to notice over a weekend. */
const versionRetentionDays = 7;

const tenantOf = (request: NeedRequest<ArchivedKind>): ArchiveTenant & { readonly needs: ArchiveNeeds } => {
  const { operators, tokenMounted } = archived[request.need.kind];
  // The operators of databases expect an account named like the database.
  const { service: name } = archiveStore({ service: request.service, need: request.name });
  return {
    name,
    namespace: request.namespace,
    operators,
    needs: {
      archive: { kind: 'bucket', versionRetentionDays, askedFor: true },
      identity: { kind: 'identity', serviceAccount: name, grants: 'needs', tokenMounted },
    },
  };
};

/**
 * What databases need of the site themselves: those inside the cluster a bucket of their own outside of it and an identity
 * that may write there, those that are copied to another site as dumps the same for the dumps. A tenant for each, so that
 * neither the service nor another database reaches its backups. None where object storage lies in the same cluster: a
 * backup there would be lost together with the database.
 */
export const archiveTenants = (site: Site): ArchiveTenant[] => [
  ...kinds
    .filter((kind) => isArchived(site, kind))
    .flatMap((kind) =>
      serviceTenants(site).flatMap((tenant) =>
        requestsOf<ArchivedKind, Site>(site, tenant, kind).map((request) => tenantOf(request)),
      ),
    ),
  ...dumpTenants(site).map((tenant) => ({ ...tenant, operators: [] })),
];

interface Providers<S extends Site> {
  providerOf<K extends 'bucket' | 'identity'>(kind: K): NeedBinder<K, S>;
}

const isDatabase = (request: NeedRequest): request is NeedRequest<ArchivedKind> => request.need.kind in archived;

/** The archive of a database, if it has one. */
export function archiveOf<S extends Site>(
  request: NeedRequest<NeedKind, S>,
  { providerOf }: Providers<S>,
): Archive | undefined {
  const { site } = request;
  if (!isDatabase(request) || !isArchived(site, request.need.kind)) return undefined;
  const tenant = tenantOf(request);
  const bound = <K extends 'bucket' | 'identity'>(kind: K) =>
    requestsOf(site, tenant, kind).map((one) => providerOf(kind).bind(one))[0];
  const bucket = bound('bucket');
  const identity = bound('identity');
  return bucket && identity ? { bucket, identity } : undefined;
}
