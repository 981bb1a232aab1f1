import type { GitOpsEngine } from '../../environments/model';
import { operators } from '../../services';
import type { ChartContext } from '../chart-context';
import { gitopsNamespace, operatorsProject, rootName, siteProject, thisCluster } from '../gitops/names';
import { sitePath } from '../gitops/wave-folder';
import type { AdmissionRule } from './admission-rules';
import { list, text } from './cel';

/** What the rules of an engine are made from. */
interface Ground {
  readonly namespace: string;
  readonly repository: string;
  readonly revision: string;
  /** Folder of the site in the repository, with a slash at its end. */
  readonly folder: string;
  /** Every chart of the catalogue; the site's projects hold those of its own. */
  readonly charts: readonly { readonly repository: string; readonly name: string }[];
}

const all = (...conditions: readonly string[]): string => conditions.map((each) => `(${each})`).join(' && ');

/** What only its state, its finalizers or its annotations change of is left alone. */
const newSpec = {
  name: 'new-spec',
  expression: "request.operation == 'CREATE' || object.spec != oldObject.spec",
};

type Words = readonly [name: string, group: string, resource: string, expression: string, message: string];

const always = (...[name, group, resource, expression, message]: Words): AdmissionRule => ({
  name,
  on: [{ group, resources: [resource], operations: ['CREATE', 'UPDATE'] }],
  everywhere: true,
  mode: 'deny',
  expression,
  message,
});

const rule = (...words: Words): AdmissionRule => ({ ...always(...words), when: newSpec });

const inside = (path: string, folder: string): string =>
  all(`${path}.startsWith(${text(folder)})`, `!${path}.contains('..')`);

const unique = (values: readonly string[]): string[] => [...new Set(values)].sort();

const fluxRules = ({ namespace, repository, revision, folder, charts }: Ground): AdmissionRule[] => {
  const ownNamespace = `object.metadata.namespace == ${text(namespace)}`;
  const repositories = unique(charts.map((chart) => chart.repository).filter((each) => !each.startsWith('oci://')));
  const registries = unique(
    charts.filter((chart) => chart.repository.startsWith('oci://')).map((chart) => `${chart.repository}/${chart.name}`),
  );
  const sources = 'source.toolkit.fluxcd.io';
  return [
    rule(
      'gitops-repository',
      sources,
      'gitrepositories',
      all(
        ownNamespace,
        `object.spec.url == ${text(repository)}`,
        `has(object.spec.ref) && has(object.spec.ref.branch) && object.spec.ref.branch == ${text(revision)}`,
        ...['tag', 'semver', 'name', 'commit'].map((other) => `!has(object.spec.ref.${other})`),
      ),
      `the only Git source is ${repository} at ${revision}; change gitops in the environment file`,
    ),
    rule(
      'gitops-kustomizations',
      'kustomize.toolkit.fluxcd.io',
      'kustomizations',
      all(
        ownNamespace,
        "object.spec.sourceRef.kind == 'GitRepository'",
        `object.spec.sourceRef.name == ${text(rootName)}`,
        `!has(object.spec.sourceRef.namespace) || object.spec.sourceRef.namespace == ${text(namespace)}`,
        `has(object.spec.path) && ${inside('object.spec.path', `./${folder}`)}`,
        '!has(object.spec.kubeConfig)',
      ),
      `Kustomizations apply ./${folder} of the site's own repository to this cluster, and nothing else`,
    ),
    rule(
      'gitops-releases',
      'helm.toolkit.fluxcd.io',
      'helmreleases',
      all(
        ownNamespace,
        "has(object.spec.chartRef) ? object.spec.chartRef.kind == 'OCIRepository' : object.spec.chart.spec.sourceRef.kind == 'HelmRepository'",
        '!has(object.spec.kubeConfig)',
      ),
      'releases are pinned charts of the operators in the catalogue, on this cluster',
    ),
    rule(
      'gitops-chart-repositories',
      sources,
      'helmrepositories',
      all(ownNamespace, `object.spec.url in ${list(repositories)}`),
      `charts come from ${repositories.join(', ')}`,
    ),
    rule(
      'gitops-chart-registries',
      sources,
      'ocirepositories',
      all(ownNamespace, `object.spec.url in ${list(registries)}`),
      `charts come from ${registries.join(', ')}`,
    ),
    rule('gitops-buckets', sources, 'buckets', 'false', 'nothing is synced from buckets; Git holds what is applied'),
  ];
};

const argoRules = ({ namespace, repository, revision, folder, charts }: Ground): AdmissionRule[] => {
  const group = 'argoproj.io';
  const chartSources = unique(charts.map((chart) => chart.repository.replace(/^oci:\/\//, '')));
  const fromGit = all(
    `object.spec.project in ${list([rootName, siteProject])}`,
    `object.spec.source.repoURL == ${text(repository)}`,
    `has(object.spec.source.path) && ${inside('object.spec.source.path', folder)}`,
    "!has(object.spec.source.chart) || object.spec.source.chart == ''",
    `has(object.spec.source.targetRevision) && (object.spec.source.targetRevision == ${text(revision)} || object.spec.source.targetRevision.matches('^[0-9a-f]{40}$'))`,
  );
  const fromCharts = all(
    `object.spec.project == ${text(operatorsProject)}`,
    'has(object.spec.source.chart)',
    `object.spec.source.repoURL in ${list(chartSources)}`,
  );
  return [
    rule(
      'gitops-applications',
      group,
      'applications',
      all(
        `object.metadata.namespace == ${text(namespace)}`,
        'has(object.spec.source) && !has(object.spec.sources) && !has(object.spec.sourceHydrator)',
        `has(object.spec.destination.server) && object.spec.destination.server == ${text(thisCluster)}`,
        `${fromGit} || ${fromCharts}`,
      ),
      `Applications apply ${folder} of the site's own repository, or charts of operators in the catalogue, to this cluster`,
    ),
    always(
      'gitops-operations',
      group,
      'applications',
      [
        '!has(object.operation) || !has(object.operation.sync)',
        all(
          ...['sources', 'manifests'].map((other) => `!has(object.operation.sync.${other})`),
          `!has(object.operation.sync.source) || (has(object.operation.sync.source.path) ? has(object.spec.source.path) && object.operation.sync.source.path == object.spec.source.path : !has(object.spec.source.path))`,
          '!has(object.operation.sync.source) || object.operation.sync.source.repoURL == object.spec.source.repoURL',
        ),
      ].join(' || '),
      'a sync takes what the Application names; objects or a source of its own would pass by Git',
    ),
    rule(
      'gitops-projects',
      group,
      'appprojects',
      all(
        `object.metadata.namespace == ${text(namespace)}`,
        // The last is made by Argo CD itself, and no Application may be in it.
        `object.metadata.name in ${list([rootName, siteProject, operatorsProject, 'default'])}`,
        `object.metadata.name == 'default' || (has(object.spec.sourceRepos) && object.spec.sourceRepos.all(r, r in ${list([repository, ...chartSources])}))`,
        `object.metadata.name == 'default' || (has(object.spec.destinations) && object.spec.destinations.all(d, has(d.server) && d.server == ${text(thisCluster)}))`,
      ),
      "projects of a site hold its own repository and charts of the catalogue; Terraform and the site's tree make them",
    ),
    rule(
      'gitops-application-sets',
      group,
      'applicationsets',
      'false',
      'applications are rendered one by one; write no ApplicationSet',
    ),
  ];
};

const engines: { readonly [E in GitOpsEngine]: (ground: Ground) => AdmissionRule[] } = {
  'argo-cd': argoRules,
  flux: fluxRules,
};

/**
 * What the GitOps engine of a site may be told to apply: the site's own folder of its own repository. A repository holds
 * the folders of all sites, and neither engine has a rule for paths.
 */
export function gitopsRules(context: ChartContext): AdmissionRule[] {
  const { engine, repository, revision } = context.gitops;
  return engines[engine]({
    namespace: gitopsNamespace[engine],
    repository,
    revision,
    folder: `${sitePath(context)}/`,
    charts: Object.values(operators).map(({ chart }) => chart),
  });
}
