import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../../environments/model';
import { type PipelineFiles, writtenBy } from './platform';
import type { PipelinePlatformName } from './platform-names';
import { unsafeWorkflow } from './unsafe-workflow';

const textOf = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

/** Where a platform looks for files, of which some may be a team's own. */
const folders: { readonly [P in PipelinePlatformName]: string } = {
  github: '.github/workflows',
  gitlab: '.',
  'argo-workflows': 'pipelines/argo-workflows',
};

/** Files that an earlier run wrote, by what stands on their first line. */
function ours(root: string, platform: PipelinePlatformName): string[] {
  const folder = join(root, folders[platform]);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(folders[platform], name))
    .filter((path) => textOf(join(root, path))?.startsWith(writtenBy(platform)));
}

/** The platforms that a repository has pipelines of ours for. */
export const platformsIn = (root: string): PipelinePlatformName[] =>
  (Object.keys(folders) as PipelinePlatformName[]).filter((platform) => ours(root, platform).length > 0);

/** Writes the files, each as a whole, and takes away those of ours that nothing gives any more. */
export function writePipelines(root: string, platform: PipelinePlatformName, files: PipelineFiles): string[] {
  const changed = Object.entries(files).filter(([path, text]) => textOf(join(root, path)) !== text);
  for (const [path, text] of changed) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(`${join(root, path)}.new`, text);
    renameSync(`${join(root, path)}.new`, join(root, path));
  }
  const gone = ours(root, platform).filter((path) => files[path] === undefined);
  for (const path of gone) rmSync(join(root, path));
  return [...changed.map(([path]) => path), ...gone].sort();
}

/** A file that stands there and is no work of ours: it is never written over. */
export const foreignFiles = (root: string, platform: PipelinePlatformName, files: PipelineFiles): string[] =>
  Object.keys(files).filter((path) => textOf(join(root, path))?.startsWith(writtenBy(platform)) === false);

const stale = (file: string, message: string, platform: PipelinePlatformName): Finding => ({
  code: 'PIPELINE_STALE',
  file,
  place: '',
  message,
  fix: `run \`evenkeel pipeline ${platform}\` and commit what it writes`,
});

/** Where the repository is not what the model gives, and every workflow in it that may sign in and is not safe. */
export function pipelineFindings(root: string, platform: PipelinePlatformName, files: PipelineFiles): Finding[] {
  const workflows = join(root, '.github/workflows');
  const all = existsSync(workflows) ? readdirSync(workflows).filter((name) => /\.ya?ml$/.test(name)) : [];
  return [
    ...Object.entries(files).flatMap(([path, text]) => {
      const there = textOf(join(root, path));
      if (there === text) return [];
      return [stale(path, there === undefined ? 'it is missing' : 'it is not what the model gives', platform)];
    }),
    ...ours(root, platform)
      .filter((path) => files[path] === undefined)
      .map((path) => stale(path, 'nothing gives it any more', platform)),
    ...all.flatMap((name) => unsafeWorkflow(readFileSync(join(workflows, name), 'utf8'), `.github/workflows/${name}`)),
  ];
}
