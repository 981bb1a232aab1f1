import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { environmentStackNames, stackNames } from '../../constructs/contracts';
import { environmentFolder } from '../../delivery/environment-stacks';
import type { Manifest, StackJson } from '../../policies/site-output';
import { session } from './session';

/** A stack as it was rendered. */
export interface RenderedStack {
  /** `dev-aws-eu-west-1/network` */
  readonly title: string;
  /** Or the environment, where the stack is the environment's own: `<site>-<name>` is its id. */
  readonly site: string;
  readonly name: string;
  /** Folder that holds `cdk.tf.json`. */
  readonly folder: string;
  readonly json: StackJson;
}

export interface RenderedObject {
  readonly path: string;
  readonly manifest: Manifest;
}

/** Objects that are applied together. */
export interface Wave {
  /** `k8s/10-operators` */
  readonly name: string;
  readonly folder: string;
  readonly objects: readonly RenderedObject[];
}

export interface RenderedSite {
  readonly environment: string;
  readonly name: string;
  readonly folder: string;
  /** In the order they are applied. */
  readonly stacks: readonly RenderedStack[];
  /** The site's objects wave by wave, then what GitOps itself reads. */
  readonly waves: readonly Wave[];
}

const folders = (path: string): string[] =>
  existsSync(path)
    ? readdirSync(path, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map((entry) => entry.name)
        .sort()
    : [];

function yamlFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const objectsIn = (folder: string): RenderedObject[] =>
  yamlFiles(folder).flatMap((path) =>
    parseAllDocuments(readFileSync(path, 'utf8')).map((document) => ({ path, manifest: document.toJS() as Manifest })),
  );

function wavesOf(site: string): Wave[] {
  const paths = [
    ...folders(join(site, 'k8s')).map((name) => join(site, 'k8s', name)),
    ...[join(site, 'gitops')].filter((path) => existsSync(path)),
  ];
  return paths.map((folder) => ({ name: relative(site, folder), folder, objects: objectsIn(folder) }));
}

function stacksOf(environment: string, site: string, folder: string): RenderedStack[] {
  return [...stackNames, ...environmentStackNames]
    .map((name) => ({ name, folder: join(folder, 'infra', name) }))
    .filter((stack) => existsSync(stack.folder))
    .map((stack) => ({
      ...stack,
      site,
      title: `${environment}/${site}/${stack.name}`,
      json: JSON.parse(readFileSync(join(stack.folder, 'cdk.tf.json'), 'utf8')) as StackJson,
    }));
}

const environmentsIn = (tree: string): string[] => folders(tree).filter((environment) => environment !== 'report');

/** Every site of every environment in a build. Default: the session's. */
export function renderedSites(tree = session().tree): RenderedSite[] {
  return environmentsIn(tree).flatMap((environment) =>
    folders(join(tree, environment))
      .filter((name) => name !== environmentFolder)
      .map((name) => {
        const folder = join(tree, environment, name);
        return { environment, name, folder, stacks: stacksOf(environment, name, folder), waves: wavesOf(folder) };
      }),
  );
}

/** What environments have as a whole: their own stacks. */
export const renderedEnvironmentStacks = (): RenderedStack[] =>
  environmentsIn(session().tree).flatMap((environment) =>
    stacksOf(environment, environment, join(session().tree, environment, environmentFolder)),
  );
