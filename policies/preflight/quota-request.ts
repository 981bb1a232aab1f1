import type { Quota } from '../../environments/facts/quotas';
import type { Cloud, CloudSite, SiteByCloud } from '../../environments/model';

/** In words of a shell: a name with a blank is one word. */
const word = (text: string): string => (/^[\w./:@=,-]+$/.test(text) ? text : `'${text}'`);

const pairs = (dimensions: Readonly<Record<string, string>>): string =>
  Object.entries(dimensions)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');

type Request<C extends Cloud> = (site: SiteByCloud[C], quota: Quota, value: number) => string;

/**
 * The command of each cloud's own tool that asks for more. `value` is in the cloud's own steps. Sources:
 * docs.aws.amazon.com/cli (service-quotas request-service-quota-increase), docs.cloud.google.com/sdk/gcloud/reference
 * (quotas preferences create), learn.microsoft.com/cli/azure/quota; read 2026-11-21.
 */
const requests: { readonly [C in Cloud]: Request<C> } = {
  // IAM and S3 count for the whole account and answer in one region only.
  aws: ({ region }, { service, code, global }, value) =>
    `aws service-quotas request-service-quota-increase --region ${global ? 'us-east-1' : region} --service-code ${service} --quota-code ${code} --desired-value ${value}`,
  google: ({ projectId, region, contact }, { service, code, dimensions, global }, value) => {
    const where = { ...(global ? {} : { region }), ...dimensions };
    const stated = Object.keys(where).length > 0 ? ` --dimensions=${pairs(where)}` : '';
    return `gcloud quotas preferences create --project=${projectId} --service=${service} --quota-id=${code}${stated} --preferred-value=${value} --email=${contact}`;
  },
  azure: ({ subscriptionId, region }, { service, code, kind }, value) =>
    `az quota update --scope /subscriptions/${subscriptionId}/providers/${service}/locations/${region} --resource-name ${word(code)} --limit-object value=${value}${kind ? ` --resource-type ${kind}` : ''}`,
};

/** How to ask the cloud of a site for so much of a quota, as one command. */
export const quotaRequest = <C extends Cloud>(site: CloudSite & SiteByCloud[C], quota: Quota, value: number): string =>
  (requests[site.cloud as C] as Request<C>)(site, quota, value);
