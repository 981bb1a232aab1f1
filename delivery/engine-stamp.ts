import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stampFolder, stampOf } from './build-cache';

let known: string | undefined;

/** Folder that holds Evenkeel's own code: sources in a clone, compiled files in the package. */
const root = join(__dirname, '..');

const layers = ['charts', 'constructs', 'delivery', 'environments', 'policies', 'services', 'stacks'];

/**
 * Stamp of everything that decides what a build looks like: Evenkeel's own code and the versions of the packages it
 * builds on. Read once a process.
 */
export function engineStamp(): string {
  known ??= [...layers.map((layer) => stampFolder(join(root, layer), isCode)), dependencies()].join();
  return known;
}

/** Prices are data, and a build that is held to a budget is as good as they are. */
const isCode = (path: string): boolean => /(\.(js|ts|tsx)|\/prices\/.*\.json)$/.test(path) && !path.endsWith('.d.ts');

/** The engines whose output the build is. */
const engines = ['cdktf', 'cdk8s', 'cdk8s-plus-28', 'constructs', 'yaml', 'zod'];

const versionOf = (name: string): string => {
  const manifest = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), 'utf8')) as { version: string };
  return `${name}@${manifest.version}`;
};

/** npm writes a list beside the packages at every install; where another package manager did it, ask each engine. */
function dependencies(): string {
  const packages = dirname(dirname(require.resolve('cdktf/package.json')));
  return stampOf(join(packages, '.package-lock.json')) ?? engines.map(versionOf).join();
}
