import { operators } from '../../services';
import type { ReleaseComponents } from './release-record';

/** A component of CycloneDX 1.6, as far as a release has it. */
interface Component {
  readonly type: 'application' | 'container' | 'data' | 'library' | 'machine-learning-model' | 'platform';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly hashes?: readonly { readonly alg: 'SHA-256'; readonly content: string }[];
  readonly purl?: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

const repositories = new Map<string, string>(
  Object.values(operators).map(({ chart }) => [chart.name, chart.repository]),
);

/** https://github.com/package-url/purl-spec: names part by part, qualifiers sorted. */
const purl = (
  type: string,
  name: string,
  version?: string,
  qualifiers: Readonly<Record<string, string>> = {},
): string => {
  const parts = name.split('/').map(encodeURIComponent).join('/');
  const query = Object.entries(qualifiers)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join('&');
  return `pkg:${type}/${parts}${version === undefined ? '' : `@${encodeURIComponent(version)}`}${query ? `?${query}` : ''}`;
};

const hashed = (digest: string) => ({ hashes: [{ alg: 'SHA-256' as const, content: digest.slice('sha256:'.length) }] });

function image([reference, digest]: [string, string | null]): Component {
  const [, repository = reference, tag] = /^(.*?)(?::([\w][\w.-]*))?$/.exec(reference) ?? [];
  const last = repository.split('/').at(-1) ?? repository;
  const qualifiers = { repository_url: repository, ...(tag === undefined ? {} : { tag }) };
  return {
    type: 'container',
    'bom-ref': `images/${reference}`,
    name: repository,
    ...(tag === undefined ? {} : { version: tag }),
    ...(digest === null ? {} : hashed(digest)),
    purl: purl('oci', last.toLowerCase(), digest ?? undefined, qualifiers),
  };
}

const chart = ([name, version]: [string, string]): Component => {
  const repository = repositories.get(name);
  return {
    type: 'application',
    'bom-ref': `charts/${name}`,
    name,
    version,
    purl: purl('helm', name, version, repository === undefined ? {} : { repository_url: repository }),
  };
};

/** Which version a constraint comes to is decided where Terraform runs, so none is claimed. */
const provider = ([source, constraint]: [string, string]): Component => ({
  type: 'application',
  'bom-ref': `providers/${source}`,
  name: source,
  purl: purl('terraform', source),
  properties: [{ name: 'evenkeel:constraint', value: constraint }],
});

const model = ([path, { from, name, version, alias, digest }]: [
  string,
  ReleaseComponents['models'][string],
]): Component => ({
  type: 'machine-learning-model',
  'bom-ref': `models/${path}`,
  name,
  ...(version === null ? {} : { version }),
  ...(digest === undefined ? {} : hashed(digest)),
  ...(from === 'hugging-face' && version !== null ? { purl: purl('huggingface', name, version) } : {}),
  properties: [
    { name: 'evenkeel:from', value: from },
    ...(alias === undefined ? [] : [{ name: 'evenkeel:alias', value: alias }]),
  ],
});

const featureViews = ([path, { repository, folder, version }]: [
  string,
  ReleaseComponents['featureViews'][string],
]): Component => ({
  type: 'data',
  'bom-ref': `featureViews/${path}`,
  name: `${repository}#${folder}`,
  version,
});

const each = <Value>(parts: Readonly<Record<string, Value>>, to: (entry: [string, Value]) => Component): Component[] =>
  Object.entries(parts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(to);

/**
 * Everything of a release as a CycloneDX 1.6 document. It says nothing that the components do not say, so the same release
 * has the same document in every environment: no serial number, no time.
 */
export function releaseSbom(id: string, components: ReleaseComponents): string {
  const { evenkeel, kubernetes } = components;
  const bom = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: 'evenkeel', version: evenkeel }] },
      component: { type: 'platform', 'bom-ref': 'release', name: 'evenkeel-release', version: id },
    },
    components: [
      {
        type: 'library',
        'bom-ref': 'evenkeel',
        name: 'evenkeel',
        version: evenkeel,
        purl: purl('npm', 'evenkeel', evenkeel),
      },
      { type: 'platform', 'bom-ref': 'kubernetes', name: 'kubernetes', version: kubernetes },
      ...each(components.images, image),
      ...each(components.charts, chart),
      ...each(components.providers, provider),
      ...each(components.models, model),
      ...each(components.featureViews, featureViews),
    ] satisfies Component[],
  };
  return `${JSON.stringify(bom, undefined, 2)}\n`;
}
