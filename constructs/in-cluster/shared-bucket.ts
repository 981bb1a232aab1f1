import {
  kebabCase,
  type NeedBinder,
  type NeedRequest,
  namedRequestsOf,
  secretName,
  serviceTenants,
} from '../contracts';
import { uses } from '../kubernetes/network-policy';
import { storeName } from './bucket-names';
import { composedSecret } from './composed-secret';

type Request = NeedRequest<'sharedBucket'>;

function owned({ site, need }: Request): NeedRequest<'bucket'> {
  const tenant = serviceTenants(site).find(({ service }) => service === need.service);
  const found = tenant && namedRequestsOf(site, tenant, 'bucket').find(([key]) => key === need.need)?.[1];
  if (!found) throw new Error(`${need.service} has no bucket ${need.need}`);
  return found;
}

/** A store inside the cluster knows one key and no identities; everywhere else the pods' own identity signs in. */
const isInside = ({ site }: Request): boolean => site.providers.bucket === 'in-cluster';

/** A variable of its own: those of the service's own bucket have the usual names. */
const keyVariable = (request: Request): string =>
  `${kebabCase(request.name).replaceAll('-', '_')}_SECRET_KEY`.toUpperCase();

/** S3A's settings for this one bucket, beside those for all others. */
const settingsInside = (name: string, all: Readonly<Record<string, string>>, variable: string) => ({
  ...Object.fromEntries(
    Object.entries(all).map(([key, value]) => [key.replace(/^fs\.s3a\./, `fs.s3a.bucket.${name}.`), value]),
  ),
  [`fs.s3a.bucket.${name}.aws.credentials.provider`]: 'org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider',
  [`fs.s3a.bucket.${name}.access.key`]: name,
  [`fs.s3a.bucket.${name}.secret.key`]: `\${env.${variable}}`,
});

/**
 * The bucket of another service. In a cloud the identity of the caller has the owner's rights on its files (the stacks see
 * to that); inside the cluster the caller has a copy of the store's key.
 */
export const sharedBucket: NeedBinder<'sharedBucket'> = {
  bind: (request, others) => {
    if (!others) throw new Error(`${request.service} ${request.name}: who keeps the bucket is not known`);
    const owner = owned(request);
    const { name, uri, env, hadoop, egress } = others.providerOf('bucket').bind(owner);
    if (!isInside(request)) return { name, uri, env, hadoop, egress, podLabels: {} };
    const variable = keyVariable(request);
    return {
      name,
      uri,
      env: { [variable]: { secret: secretName(request), key: 'value' } },
      hadoop: { ...hadoop, settings: settingsInside(name, hadoop.settings, variable) },
      egress,
      podLabels: uses(name),
    };
  },
  manifests: (scope, request) => {
    if (!isInside(request)) return;
    const owner = owned(request);
    composedSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      sourceNamespace: owner.namespace,
      from: { key: { secret: storeName(owner), key: 'value' } },
      template: { value: '{{ .key }}' },
    });
  },
};
