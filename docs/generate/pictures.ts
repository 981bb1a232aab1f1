import { join } from 'node:path';
import { App } from 'cdktf';
import { type StackName, stackNames } from '../../constructs/contracts';
import { loadEnvironment } from '../../environments/model/load-environment';
import { buildSite } from '../../stacks/platforms';
import { box, draw } from './picture';

const root = join(__dirname, '..', '..');

/** What each layer is for. Their order comes from the rules that enforce it. */
const layerCaptions: Readonly<Record<string, string>> = {
  cli: 'commands, progress, exit codes',
  runbooks: 'operational procedures as typed steps',
  delivery: 'rendered tree, release, cache, report',
  stacks: 'one Terraform state boundary a file',
  policies: 'rules over what was synthesized',
  charts: 'what runs inside the cluster',
  constructs: 'contracts; aws, google, azure, in-cluster',
  environments: 'schema, facts, rules; one file an environment',
  services: 'the catalogue: services and their needs',
};

interface LayerRule {
  readonly name: string;
  readonly from: { readonly path?: string };
  readonly to: { readonly path?: string };
}

/** The layers from top to bottom: the lowest is forbidden to import all the others. */
function layers(): string[] {
  const { forbidden } = require(join(root, '.dependency-cruiser.cjs')) as { forbidden: readonly LayerRule[] };
  const lowest = forbidden.filter(({ name }) => name.endsWith('-imports-up')).at(-1);
  const above = /\((.*)\)/.exec(lowest?.to.path ?? '')?.[1]?.split('|') ?? [];
  const last = /^\^(.*)\/$/.exec(lowest?.from.path ?? '')?.[1];
  return [...above, ...(last ? [last] : [])];
}

/** The house: every layer with what it is for, an arrow for "may import what stands below". */
export function layersPicture(): Promise<string> {
  const names = layers();
  const nodes = names.map((name) => {
    const caption = layerCaptions[name];
    if (caption === undefined) throw new Error(`docs/generate/pictures.ts: no caption for the layer ${name}`);
    return box(name, `${name}/`, caption);
  });
  const arrows = names.slice(1).map((name, index) => `"${names[index]}" -> "${name}"`);
  return draw('The layers of Evenkeel: imports only point down', [...nodes, ...arrows].join('\n'));
}

const stackCaptions: Readonly<Record<StackName, string>> = {
  state: 'remote state, trust of the pipeline',
  governance: 'trail, detection, alerts of the account',
  network: 'VPC or VNet, subnets, NAT, endpoints',
  cluster: 'EKS, GKE or AKS with its pools',
  data: 'databases, buckets, keys, secrets',
  platform: 'identities, namespaces',
  gitops: 'Argo CD or Flux, and the root',
};

/** The stacks of a real site, with the order that cdktf will keep. */
async function stackDependencies(): Promise<readonly (readonly [StackName, StackName])[]> {
  const { environment } = await loadEnvironment(join(root, 'environments', 'prod.ts'));
  const [site] = environment.sites;
  if (!site) throw new Error('environments/prod.ts has no site');
  const { stacks } = await buildSite(new App({ stackTraces: false, skipBackendValidation: true }), site);
  return stackNames.flatMap((name) =>
    stackNames
      .filter((other) => stacks[name]?.dependencies.some((dependency) => dependency === stacks[other]))
      .map((other) => [other, name] as const),
  );
}

/** From one environment file to what runs: Terraform's part, Git's part and where they meet. */
export async function stacksPicture(): Promise<string> {
  const dependencies = await stackDependencies();
  return draw(
    'One environment file becomes Terraform stacks and a rendered tree; GitOps applies the tree',
    `
    compound="true"
    ${box('file', 'environments/prod.ts', 'typed, checked', '#fff3d6')}
    ${box('build', 'evenkeel build', 'rules, promises, references')}
    ${box('tree', 'dist/prod/', 'infra, k8s, gitops, release.json a site', '#fff3d6')}
    ${box('git', 'Git', 'holds what is applied')}
    ${box('inside', 'Kubernetes cluster', 'operators, services', '#e3f1e5')}
    ${box('store', 'secret store', 'of the cloud', '#e3f1e5')}
    subgraph cluster_terraform {
      label="Terraform: one state each, for every site" color="#9aa5ad" style="rounded"
      ${stackNames.map((name) => box(name, name, stackCaptions[name])).join('\n')}
      ${dependencies.map(([from, to]) => `"${from}" -> "${to}"`).join('\n')}
    }
    file -> build -> tree -> git
    build -> state [lhead="cluster_terraform" label=" cdktf deploy"]
    git -> gitops [dir="back" label=" watches"]
    gitops -> inside [label=" applies in waves"]
    data -> store [label=" passwords, write-only"]
    store -> inside [label=" External Secrets"]`,
  );
}
