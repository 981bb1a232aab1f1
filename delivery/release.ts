import type { Site } from '../environments/model';
import { imagesIn } from '../policies/images-in';
import type { Manifest, SiteOutput } from '../policies/site-output';
import type { OperatorDefinition } from '../services';
import { operators } from '../services';

/** What is in a build of one site: enough to tell two builds apart and to say what will run. */
export interface Release {
  readonly schema: 1;
  readonly environment: string;
  readonly site: string;
  readonly kubernetes: string;
  readonly services: readonly string[];
  /** Terraform provider source to version constraint. */
  readonly providers: Readonly<Record<string, string>>;
  /** Helm chart to version. */
  readonly charts: Readonly<Record<string, string>>;
  /** Image references as rendered, sorted. */
  readonly images: readonly string[];
  /** SHA-256 over every other file of the site, path and content. */
  readonly contentSha256: string;
}

interface RequiredProvider {
  readonly source?: string;
  readonly version?: string;
}

/** `hashicorp/aws` from `aws`: Terraform's own reading of a bare name. */
const qualified = (source: string): string => (source.includes('/') ? source : `hashicorp/${source}`);

/** Terraform providers of stacks, with the constraints that they state. */
export function providersIn(stacks: SiteOutput['stacks']): [string, string][] {
  return Object.values(stacks).flatMap((stack) => {
    const terraform = stack?.terraform as { required_providers?: Record<string, RequiredProvider> } | undefined;
    return Object.entries(terraform?.required_providers ?? {}).map(([name, { source, version }]): [string, string] => [
      qualified(source ?? name),
      version ?? '',
    ]);
  });
}

/** Charts that GitOps or Terraform installs, wherever they are named. */
function chartsIn(output: SiteOutput): [string, string][] {
  const known = new Map<string, OperatorDefinition>(Object.entries(operators));
  const named = output.manifests.flatMap(({ kind, metadata }: Manifest): [string, string][] => {
    const operator = known.get(metadata.name);
    return operator && ['Application', 'HelmRelease'].includes(kind)
      ? [[operator.chart.name, operator.chart.version]]
      : [];
  });
  const releases = Object.values(output.stacks).flatMap((stack) =>
    Object.values(stack?.resource?.helm_release ?? {}).map((release): [string, string] => {
      const { chart, version } = release as { chart: string; version: string };
      return [chart, version];
    }),
  );
  return [...named, ...releases];
}

export const sorted = (pairs: readonly [string, string][]): Record<string, string> =>
  Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));

export function releaseOf(site: Site, output: SiteOutput, contentSha256: string): Release {
  return {
    schema: 1,
    environment: site.environment,
    site: site.name,
    kubernetes: site.kubernetesVersion,
    services: Object.keys(site.services).sort(),
    providers: sorted(providersIn(output.stacks)),
    charts: sorted(chartsIn(output)),
    images: [...new Set(output.manifests.flatMap((manifest) => imagesIn(manifest).map(([, image]) => image)))].sort(),
    contentSha256,
  };
}
