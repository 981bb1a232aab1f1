import { mkdirSync, rmSync } from 'node:fs';
import { type ArtifactFile, artifactDigest, artifactFiles, uploadFiles } from '../../delivery/models/artifact-files';
import { featuresTag } from '../../delivery/models/model-features';
import { historyIn, historyTag } from '../../delivery/models/model-history';
import type { ModelRegistry, ModelVersion } from '../../delivery/models/registry';
import type { Clock } from '../engine/clock';
import type { Runbook, Step } from '../engine/step';
import { digestTag, sourceTag, trainingDataTag } from './model-checks';

/** Two registries: where a version is, and where it is to be. */
export interface CopyContext {
  readonly from: ModelRegistry;
  readonly to: ModelRegistry;
  readonly clock: Clock;
}

/** Plain data: it goes into the journal. */
export interface ModelCopy {
  /** Names of the environments. */
  readonly from: string;
  readonly to: string;
  readonly model: string;
  readonly version: number;
  readonly by: string;
  /** UTC, ISO 8601. */
  readonly begun: string;
  /** Folder of this run: what is downloaded lies here until it is over. */
  readonly folder: string;
}

type CopyStep = Step<CopyContext>;

const sourceOf = ({ from, model, version }: ModelCopy): string => `${from}/${model}/${version}`;

/** The same version, copied before: what is there is not uploaded twice. */
export const copiedVersion = async (
  to: ModelRegistry,
  copy: Pick<ModelCopy, 'from' | 'model' | 'version'>,
): Promise<ModelVersion | undefined> =>
  (await to.model(copy.model)) === undefined
    ? undefined
    : (await to.versions(copy.model)).find(({ tags }) => tags[sourceTag] === sourceOf(copy as ModelCopy));

const words = {
  owner: 'model-owner',
  timeoutMinutes: 120,
  expectedMinutes: 5,
  again: 'harmless',
} as const;

async function sourceVersion({ from }: CopyContext, { model, version }: ModelCopy): Promise<ModelVersion> {
  const found = await from.version(model, version);
  if (!found) throw new Error(`there is no version ${version} of ${model}`);
  if (found.status !== 'READY') throw new Error(`version ${version} of ${model} is ${found.status}, not READY`);
  return found;
}

/** Files in the folder of the run, and that they are what the source has written down, where it has. */
async function download(context: CopyContext, copy: ModelCopy): Promise<{ files: ArtifactFile[]; digest: string }> {
  const found = await sourceVersion(context, copy);
  rmSync(copy.folder, { recursive: true, force: true });
  mkdirSync(copy.folder, { recursive: true, mode: 0o700 });
  const files = await artifactFiles(context.from, await context.from.folderOf(found), copy.folder);
  if (files.length === 0) throw new Error(`version ${copy.version} of ${copy.model} has no files`);
  const digest = artifactDigest(files);
  const recorded = found.tags[digestTag];
  if (recorded !== undefined && recorded !== digest)
    throw new Error(`the files are ${digest}, and were ${recorded} when they were promoted: nothing was copied`);
  return { files, digest };
}

/** What goes along: everything that later checks ask for. */
async function carriedTags(context: CopyContext, copy: ModelCopy, digest: string) {
  const { tags, runId } = await sourceVersion(context, copy);
  const run = runId === undefined ? undefined : await context.from.run(runId);
  const data = tags[trainingDataTag] ?? run?.datasets.map((one) => `${one.name}@${one.digest}`).join(',');
  return {
    metrics: run?.metrics ?? {},
    tags: {
      [sourceTag]: sourceOf(copy),
      [digestTag]: digest,
      'evenkeel.copied-by': copy.by,
      'evenkeel.copied-at': copy.begun,
      ...(data ? { [trainingDataTag]: data.slice(0, 5000) } : {}),
      ...(tags[featuresTag] ? { [featuresTag]: tags[featuresTag] } : {}),
    },
  };
}

const copyStep = (copy: ModelCopy): CopyStep => ({
  ...words,
  id: 'copy-version',
  title: `Copy version ${copy.version} of ${copy.model} from ${copy.from} to ${copy.to}, unchanged`,
  reaches: [
    { name: 'registry', required: true },
    { name: 'source registry', required: true },
  ],
  action: {
    summary: 'downloads the files, compares their digest, uploads them, reads them back, and registers a version',
    run: async (context, tell) => {
      const { to, clock } = context;
      if (await copiedVersion(to, copy)) return undefined;
      const { files, digest } = await download(context, copy);
      tell(`${files.length} files, ${digest}`);
      const { metrics, tags } = await carriedTags(context, copy, digest);
      await to.createModel(copy.model);
      const run = await to.createRun(metrics, { [sourceTag]: sourceOf(copy) }, clock.now());
      const folder = `${run.folder}/model`;
      await uploadFiles(to, copy.folder, files, folder);
      // What was cut short, or changed on the way, is never registered.
      const arrived = artifactDigest(await artifactFiles(to, folder));
      if (arrived !== digest) throw new Error(`the files arrived as ${arrived}, and left as ${digest}`);
      await to.finishRun(run.id, clock.now());
      await to.createVersion({ name: copy.model, runId: run.id, source: folder, tags });
      return undefined;
    },
  },
  verify: {
    summary: 'the target has a version with this source',
    check: async ({ to }) => {
      const found = await copiedVersion(to, copy);
      return {
        holds: found?.status === 'READY',
        untouched: found === undefined,
        saw: found ? `version ${found.version} is ${found.status}` : 'not there yet',
        ...(found ? { facts: { version: found.version, digest: found.tags[digestTag] ?? '' } } : {}),
      };
    },
  },
  whenItFails: 'Look at both registries and what the message says',
});

const recordStep = (copy: ModelCopy): CopyStep => ({
  ...words,
  id: 'record',
  title: 'Write down who copied what, and remove what was downloaded',
  timeoutMinutes: 5,
  expectedMinutes: 1,
  reaches: [{ name: 'registry', required: true }],
  action: {
    summary: 'writes a record into the history of the model in the target',
    run: async ({ to }) => {
      rmSync(copy.folder, { recursive: true, force: true });
      const made = await copiedVersion(to, copy);
      const history = historyIn((await to.model(copy.model))?.tags ?? {});
      if (!made || history.records.some(({ source }) => source === sourceOf(copy))) return undefined;
      const { key, value } = historyTag(history, {
        at: copy.begun,
        action: 'copied',
        by: copy.by,
        environment: copy.to,
        alias: null,
        from: null,
        to: made.version,
        digest: made.tags[digestTag] ?? '',
        source: sourceOf(copy),
      });
      await to.tagModel(copy.model, key, value);
      return undefined;
    },
  },
  verify: {
    summary: 'the history has the record',
    check: async ({ to }) => {
      const { records } = historyIn((await to.model(copy.model))?.tags ?? {});
      const holds = records.some(({ source }) => source === sourceOf(copy));
      return { holds, untouched: !holds, saw: holds ? 'recorded' : 'not recorded yet' };
    },
  },
  whenItFails: 'Look whether the registry of the target answers',
});

/** Brings one version into the registry of another environment, with the same files. */
export const copyModel: Runbook<CopyContext, ModelCopy> = {
  name: 'model-copy',
  title: 'Copy a version of a model into the registry of another environment',
  when: 'A version was good in one environment, and the next one is to have it.',
  lost: () => [],
  steps: (copy) => [copyStep(copy), recordStep(copy)],
};
