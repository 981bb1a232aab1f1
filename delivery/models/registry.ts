import { type RegistryAddress, type RegistryClient, RegistryFailure, registryClient } from './registry-client';

type Tags = Readonly<Record<string, string>>;

export interface ModelVersion {
  readonly name: string;
  readonly version: number;
  /** `READY`: its files are there. */
  readonly status: string;
  readonly runId?: string;
  readonly tags: Tags;
}

export interface RegisteredModel {
  readonly name: string;
  readonly tags: Tags;
  readonly aliases: Readonly<Record<string, number>>;
}

/** What is known of how a version came to be. */
export interface ModelRun {
  /** The last value of each. */
  readonly metrics: Readonly<Record<string, number>>;
  readonly datasets: readonly { readonly name: string; readonly digest: string }[];
}

export interface NewVersion {
  readonly name: string;
  readonly runId: string;
  /** Below the artefacts of the run. */
  readonly source: string;
  readonly tags: Tags;
}

interface Pair {
  readonly key: string;
  readonly value?: string;
}

interface WireVersion {
  readonly name: string;
  readonly version: string;
  readonly status?: string;
  readonly run_id?: string;
  readonly tags?: readonly Pair[];
}

const tagsOf = (pairs: readonly Pair[] = []): Tags =>
  Object.fromEntries(pairs.map(({ key, value = '' }): [string, string] => [key, value]));

const pairsOf = (tags: Tags): Pair[] => Object.entries(tags).map(([key, value]) => ({ key, value }));

const versionOf = ({ name, version, status = 'READY', run_id, tags }: WireVersion): ModelVersion => ({
  name,
  version: Number(version),
  status,
  ...(run_id ? { runId: run_id } : {}),
  tags: tagsOf(tags),
});

/** `undefined` where MLflow says that it is not there. */
async function orAbsent<T>(ask: Promise<T>): Promise<T | undefined> {
  try {
    return await ask;
  } catch (error) {
    if (error instanceof RegistryFailure && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
    throw error;
  }
}

const query = (words: Readonly<Record<string, string | number>>): string =>
  new URLSearchParams(Object.entries(words).map(([key, value]): [string, string] => [key, `${value}`])).toString();

/** Where models that came from another registry are logged. */
const experimentName = 'evenkeel-promoted';

/** The model registry of one MLflow server, with what a promotion needs of it. All may throw `RegistryFailure`. */
export function modelRegistry(address: RegistryAddress) {
  const client: RegistryClient = registryClient(address);
  const { json } = client;
  const registry = {
    client,
    async model(name: string): Promise<RegisteredModel | undefined> {
      const found = await orAbsent(
        json<{
          readonly registered_model: {
            readonly tags?: readonly Pair[];
            readonly aliases?: readonly { readonly alias: string; readonly version: string }[];
          };
        }>('GET', `mlflow/registered-models/get?${query({ name })}`),
      );
      if (!found) return undefined;
      const { tags, aliases = [] } = found.registered_model;
      return {
        name,
        tags: tagsOf(tags),
        aliases: Object.fromEntries(aliases.map(({ alias, version }) => [alias, Number(version)])),
      };
    },
    async version(name: string, version: number): Promise<ModelVersion | undefined> {
      const found = await orAbsent(
        json<{ readonly model_version: WireVersion }>('GET', `mlflow/model-versions/get?${query({ name, version })}`),
      );
      return found && versionOf(found.model_version);
    },
    /** Newest first. */
    async versions(name: string): Promise<ModelVersion[]> {
      const all: ModelVersion[] = [];
      let token: string | undefined;
      do {
        const words = { filter: `name='${name.replaceAll("'", "''")}'`, max_results: 200 };
        const page = await json<{
          readonly model_versions?: readonly WireVersion[];
          readonly next_page_token?: string;
        }>('GET', `mlflow/model-versions/search?${query({ ...words, ...(token ? { page_token: token } : {}) })}`);
        all.push(...(page.model_versions ?? []).map(versionOf));
        token = page.next_page_token || undefined;
      } while (token);
      return all.sort((a, b) => b.version - a.version);
    },
    async run(runId: string): Promise<ModelRun | undefined> {
      const found = await orAbsent(
        json<{
          readonly run: {
            readonly data?: { readonly metrics?: readonly { readonly key: string; readonly value: number }[] };
            readonly inputs?: {
              readonly dataset_inputs?: readonly {
                readonly dataset: { readonly name: string; readonly digest: string };
              }[];
            };
          };
        }>('GET', `mlflow/runs/get?${query({ run_id: runId })}`),
      );
      if (!found) return undefined;
      const { data, inputs } = found.run;
      return {
        metrics: Object.fromEntries((data?.metrics ?? []).map(({ key, value }) => [key, Number(value)])),
        datasets: (inputs?.dataset_inputs ?? []).map(({ dataset: { name, digest } }) => ({ name, digest })),
      };
    },
    /** Folder of its files, below those of the server. */
    async folderOf({ name, version }: Pick<ModelVersion, 'name' | 'version'>): Promise<string> {
      const { artifact_uri: uri } = await json<{ readonly artifact_uri: string }>(
        'GET',
        `mlflow/model-versions/get-download-uri?${query({ name, version })}`,
      );
      return servedFolder(await resolved(uri), `${name} ${version}`);
    },
    setAlias: (name: string, alias: string, version: number) =>
      json('POST', 'mlflow/registered-models/alias', { name, alias, version: `${version}` }),
    deleteAlias: (name: string, alias: string) =>
      orAbsent(json('DELETE', 'mlflow/registered-models/alias', { name, alias })),
    tagVersion: (name: string, version: number, key: string, value: string) =>
      json('POST', 'mlflow/model-versions/set-tag', { name, version: `${version}`, key, value }),
    tagModel: (name: string, key: string, value: string) =>
      json('POST', 'mlflow/registered-models/set-tag', { name, key, value }),
    async createModel(name: string): Promise<void> {
      if ((await registry.model(name)) === undefined) await json('POST', 'mlflow/registered-models/create', { name });
    },
    /** A run to log files of a model below. @returns its id, and the folder of its files */
    async createRun(
      metrics: ModelRun['metrics'],
      tags: Tags,
      at: Date,
    ): Promise<{ readonly id: string; readonly folder: string }> {
      const known = await orAbsent(
        json<{ readonly experiment: { readonly experiment_id: string } }>(
          'GET',
          `mlflow/experiments/get-by-name?${query({ experiment_name: experimentName })}`,
        ),
      );
      const experiment =
        known?.experiment.experiment_id ??
        (await json<{ readonly experiment_id: string }>('POST', 'mlflow/experiments/create', { name: experimentName }))
          .experiment_id;
      const { run } = await json<{
        readonly run: { readonly info: { readonly run_id: string; readonly artifact_uri: string } };
      }>('POST', 'mlflow/runs/create', { experiment_id: experiment, start_time: at.getTime(), tags: pairsOf(tags) });
      const { run_id: id, artifact_uri: uri } = run.info;
      const values = Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: at.getTime(), step: 0 }));
      if (values.length > 0) await json('POST', 'mlflow/runs/log-batch', { run_id: id, metrics: values });
      return { id, folder: servedFolder(uri, `run ${id}`) };
    },
    async finishRun(runId: string, at: Date): Promise<void> {
      await json('POST', 'mlflow/runs/update', { run_id: runId, status: 'FINISHED', end_time: at.getTime() });
    },
    async createVersion({ name, runId, source, tags }: NewVersion): Promise<ModelVersion> {
      const { model_version } = await json<{ readonly model_version: WireVersion }>(
        'POST',
        'mlflow/model-versions/create',
        {
          name,
          source: `${scheme}/${source}`,
          run_id: runId,
          tags: pairsOf(tags),
        },
      );
      return versionOf(model_version);
    },
  };

  /** What MLflow writes as a reference to a run or a logged model is asked for where its files are. */
  async function resolved(uri: string): Promise<string> {
    const [, logged] = /^models:\/+(m-[\w]+)$/.exec(uri) ?? [];
    if (logged) {
      const { model } = await json<{ readonly model: { readonly info: { readonly artifact_uri: string } } }>(
        'GET',
        `mlflow/logged-models/${logged}`,
      );
      return model.info.artifact_uri;
    }
    const [, runId, path = ''] = /^runs:\/+(\w+)(\/.*)?$/.exec(uri) ?? [];
    if (!runId) return uri;
    const { run } = await json<{ readonly run: { readonly info: { readonly artifact_uri: string } } }>(
      'GET',
      `mlflow/runs/get?${query({ run_id: runId })}`,
    );
    return `${run.info.artifact_uri}${path}`;
  }

  return registry;
}

export type ModelRegistry = ReturnType<typeof modelRegistry>;

const scheme = 'mlflow-artifacts:';

/** Files are read and written through the server, so that nobody needs rights on its bucket. */
function servedFolder(uri: string, what: string): string {
  const [, folder] = /^mlflow-artifacts:\/+(?:[^/]*:\d+\/)?(.*)$/.exec(uri) ?? [];
  if (!folder) throw new RegistryFailure(what, `its files lie at ${uri}, which the server does not hand out`);
  return folder.replace(/\/+$/, '');
}
