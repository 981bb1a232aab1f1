import { platform as aws } from '../../constructs/aws';
import { platform as azure } from '../../constructs/azure';
import {
  type CapabilityEvidence,
  type CapabilityId,
  capabilities,
  type Evidence,
  type InClusterEvidence,
  isAbsent,
} from '../../constructs/contracts';
import { platform as google } from '../../constructs/google';
import { evidence as inCluster } from '../../constructs/in-cluster';
import type { SiteCloud } from '../../environments/model';
import { code, markdownPage, table } from './page';

const titles: Readonly<Record<SiteCloud, string>> = {
  aws: 'AWS',
  google: 'Google Cloud',
  azure: 'Azure',
  local: 'in the cluster',
};

const evidenceOn: Readonly<Record<SiteCloud, InClusterEvidence>> = {
  aws: aws.evidence,
  google: google.evidence,
  azure: azure.evidence,
  local: inCluster,
};

/** Where the same shows on sites whose pools are automatic. */
const automaticOn: Readonly<Partial<Record<SiteCloud, Partial<CapabilityEvidence>>>> = {
  aws: aws.automaticEvidence,
  google: google.automaticEvidence,
  azure: azure.automaticEvidence,
};

const clouds = Object.keys(titles) as SiteCloud[];
const ids = Object.keys(capabilities) as CapabilityId[];

const show = ({ in: source, type, path }: Evidence): string => `${code(`${type}.${path}`)} in ${code(source)}`;

const places = (stated: readonly Evidence[]): string => [...new Set(stated.map(show))].join('; ');

/** One line a cloud: where the promise shows, or why it is not made. */
function whereItShows(id: CapabilityId): string {
  return clouds
    .map((cloud) => {
      const stated = evidenceOn[cloud][id];
      const text = isAbsent(stated) ? `absent: ${stated.absent}; instead: ${stated.instead}` : places(stated);
      const automatic = automaticOn[cloud]?.[id];
      return `- ${titles[cloud]}: ${text}${automatic && !isAbsent(automatic) ? `; with automatic pools: ${places(automatic)}` : ''}`;
    })
    .join('\n');
}

export const parityPage = (): string =>
  markdownPage('Parity', [
    'What "the same platform on every cloud" means. A cloud that does not say where a promise shows does not compile; a site whose output does not show it does not build.',
    table(
      ['promise', ...clouds.map((cloud) => titles[cloud])],
      ids.map((id) => [
        `[${capabilities[id]}](#${id.replaceAll('.', '')})`,
        ...clouds.map((cloud) => (isAbsent(evidenceOn[cloud][id]) ? 'absent' : 'kept')),
      ]),
    ),
    '## Where each promise shows',
    'Terraform resource or Kubernetes kind with the field that is looked at, and the stack or tree it is in.',
    ...ids.flatMap((id) => [`### ${id}`, `${capabilities[id]}.`, whereItShows(id)]),
  ]);
