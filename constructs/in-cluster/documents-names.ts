import { type NeedRequest, secretName } from '../contracts';

export type DocumentsRequest = NeedRequest<'documents'>;

export const replicaSet = 'rs0';
export const documentsPorts = { server: 27017, metrics: 9216 } as const;

/** The operator's object, the Secret that clients read, and the prefix of everything else. */
export const documentsName = (request: DocumentsRequest): string => secretName(request);
export const tlsSecret = (request: DocumentsRequest): string => `${documentsName(request)}-tls`;
export const passwordSecret = (request: DocumentsRequest): string => `${documentsName(request)}-password`;
/** Users of the operator and of its agents: it fills in what a person leaves out, which here is everything. */
export const systemUsersSecret = (request: DocumentsRequest): string => `${documentsName(request)}-users`;
/** The operator's copy of it, which pods read. */
export const internalUsersSecret = (request: DocumentsRequest): string => `internal-${documentsName(request)}-users`;
/** Encrypts the files; the operator makes it, and without it a volume is worth nothing. */
export const encryptionKeySecret = (request: DocumentsRequest): string => `${documentsName(request)}-encryption-key`;

/** The operator's name for the StatefulSet and its headless Service. */
const membersName = (request: DocumentsRequest): string => `${documentsName(request)}-${replicaSet}`;

export const memberCount = ({ need }: DocumentsRequest): number => (need.highlyAvailable ? 3 : 1);

/** Every member at once; with the cluster's domain, as the members call each other. */
export const membersDomain = (request: DocumentsRequest): string =>
  `${membersName(request)}.${request.namespace}.svc.cluster.local`;

export const memberHosts = (request: DocumentsRequest): string[] =>
  Array.from(
    { length: memberCount(request) },
    (_, index) => `${membersName(request)}-${index}.${membersDomain(request)}`,
  );

/** Names that the certificate of a member holds for. */
export const certificateNames = (request: DocumentsRequest): string[] => {
  const members = membersName(request);
  const inNamespace = `${members}.${request.namespace}`;
  return [
    'localhost',
    ...[members, inNamespace, `${inNamespace}.svc`, `${inNamespace}.svc.cluster.local`].flatMap((name) => [
      name,
      `*.${name}`,
    ]),
  ];
};

/** Labels that the operator puts on the pods of the replica set, and Kubernetes on the claims of their StatefulSet. */
export const documentsPods = (request: DocumentsRequest) => ({
  'app.kubernetes.io/name': 'percona-server-mongodb',
  'app.kubernetes.io/instance': documentsName(request),
  'app.kubernetes.io/component': 'mongod',
});
