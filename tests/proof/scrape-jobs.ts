import type { Manifest } from '../../policies/site-output';

interface Relabeling {
  readonly action?: string;
  readonly sourceLabels?: readonly string[];
  readonly separator?: string;
  readonly regex?: string;
  readonly replacement?: string;
  readonly targetLabel?: string;
}

interface ScrapeConfigSpec {
  readonly kubernetesSDConfigs?: readonly { readonly role: string }[];
  readonly relabelings: readonly Relabeling[];
}

export interface ScrapeJobProps {
  /** Where pods are found: not every build of Prometheus knows Kubernetes. */
  readonly discoveryUrl: string;
  /** HTTP proxy that stands between Prometheus and pods. */
  readonly proxyUrl: string;
  /** In place of the rendered one, e.g. `1s`. */
  readonly scrapeInterval: string;
}

const discoversPods = ({ kind, spec }: Manifest): boolean =>
  kind === 'ScrapeConfig' && ((spec as ScrapeConfigSpec).kubernetesSDConfigs ?? []).some(({ role }) => role === 'Pod');

/** The rendered `ScrapeConfig`s that look for pods, in Prometheus' own words, as its operator would write them. */
export const podScrapeJobs = (manifests: readonly Manifest[], props: ScrapeJobProps): Record<string, unknown>[] =>
  manifests.filter(discoversPods).map(({ metadata, spec }) => ({
    job_name: metadata.name,
    scrape_interval: props.scrapeInterval,
    scrape_timeout: props.scrapeInterval,
    proxy_url: props.proxyUrl,
    http_sd_configs: [{ url: props.discoveryUrl, refresh_interval: '1s' }],
    relabel_configs: (spec as ScrapeConfigSpec).relabelings.map(({ action, sourceLabels, targetLabel, ...rest }) => ({
      ...rest,
      ...(action === undefined ? {} : { action: action.toLowerCase() }),
      ...(sourceLabels === undefined ? {} : { source_labels: sourceLabels }),
      ...(targetLabel === undefined ? {} : { target_label: targetLabel }),
    })),
  }));
