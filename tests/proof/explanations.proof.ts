import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { serving, tracking } from '../../services';
import { renderLocal, the } from '../charts/site-rendering';
import { type Container, type LocalContainer, localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { lastWords, runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { type ServiceProcess, startService } from './tools/service-process';

const BUCKET = 'serving-files';
const TRAIL = 'serving-trail';

/** A model whose Shapley values are known: each coefficient times the distance from what is usual. */
const TRAIN = `import sys
import joblib
import numpy as np
from sklearn.linear_model import LinearRegression

inputs = np.array([[a, b, c] for a in range(3) for b in range(3) for c in range(3)], dtype=float)
joblib.dump(LinearRegression().fit(inputs, 1 + inputs @ [2.0, -3.0, 0.5]), sys.argv[1])
`;
const COEFFICIENTS = [2, -3, 0.5] as const;
const USUAL = [
  [0, 1, 10],
  [2, 3, 30],
] as const;
const usualMean = [1, 2, 20] as const;

interface Answer {
  readonly outputs: readonly { readonly name: string; readonly shape: readonly number[]; readonly data: number[] }[];
  readonly parameters?: { readonly explained?: boolean };
}

interface Line {
  readonly time: string;
  readonly request: string;
  readonly caller: Readonly<Record<string, string>>;
  readonly model: string;
  readonly source: string;
  readonly workload: string;
  readonly inputs: readonly { readonly data: number[] }[];
  readonly outputs: readonly { readonly name: string; readonly data: number[] }[];
  readonly explanations: readonly { readonly parts: number[] }[] | null;
}

proof('explained and recorded predictions as rendered', ['mlserver', 'mlflow', 'moto'], () => {
  const rendered = renderLocal({
    services: {
      tracking: tracking.config.parse({ ownKey: false }),
      serving: serving.config.parse({
        ownKey: false,
        trail: {},
        models: {
          churn: {
            source: { from: 'bucket', path: 'churn/7', format: 'sklearn' },
            explainer: { background: 'churn/usual.csv' },
            predictions: { edges: [0, 12, 20] },
          },
        },
      }),
    },
  });
  const spec = podTemplateOf(the(rendered, 'Deployment', 'churn') as never)?.spec as unknown as PodSpec & {
    readonly initContainers: readonly Container[];
  };
  const folder = join(session().folder, 'explanations');
  const spool = join(folder, 'pod', 'scratch-mnt-trail', 'churn');
  const programs = (tool: string) => dirname(toolPath(tool) ?? '');
  const ports = { http: 0, grpc: 0, metrics: 0 };
  const services: ServiceProcess[] = [];
  let moto: MotoServer;

  const local = (container: Container | undefined): LocalContainer =>
    localContainer(
      { ...spec, containers: [container as Container] },
      {
        folder: join(folder, 'pod'),
        secret: () => 'Secret0Secret1Secret2Secret3Secret4Secret5Secre6',
        env: {
          AWS_ENDPOINT_URL_S3: moto.url,
          MLSERVER_HTTP_PORT: `${ports.http}`,
          MLSERVER_GRPC_PORT: `${ports.grpc}`,
          MLSERVER_METRICS_PORT: `${ports.metrics}`,
          MLSERVER_METRICS_DIR: join(folder, 'metrics'),
          MLSERVER_ENVIRONMENTS_DIR: join(folder, 'environments'),
          // What a pod waits for its server is not waited for here.
          EACH_SECONDS: '1',
          LEAVE_SECONDS: '2',
        },
      },
    );
  const environment = (env: Readonly<Record<string, string>>, tool: string): NodeJS.ProcessEnv => ({
    ...env,
    HOME: folder,
    HOSTNAME: 'churn-0',
    PATH: `${programs(tool)}${delimiter}${process.env.PATH}`,
  });
  const python = async (tool: string, script: string, ...words: string[]): Promise<string> => {
    const { env } = local(spec.initContainers[0]);
    const result = await runCommand(join(programs(tool), 'python'), ['-c', script, ...words], {
      env: environment(env, tool),
      timeoutMs: 60_000,
    });
    expect(result.exitCode === 0 ? '' : lastWords(result, 30)).toBe('');
    return result.stdout;
  };
  const put = (...files: readonly (readonly [file: string, key: string])[]) =>
    python(
      'mlflow',
      'import boto3,json,sys; [boto3.client("s3").upload_file(file, sys.argv[1], key) for file, key in json.loads(sys.argv[2])]',
      BUCKET,
      JSON.stringify(files),
    );
  const ask = async (data: readonly number[], columns = data.length): Promise<Answer> => {
    const response = await fetch(`http://127.0.0.1:${ports.http}/v2/models/churn/infer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-auth-client': 'call-centre', 'x-request-id': 'r-1' },
      body: JSON.stringify({
        inputs: [{ name: 'rows', shape: [data.length / columns, columns], datatype: 'FP64', data }],
      }),
    });
    expect(response.status).toBe(200);
    return (await response.json()) as Answer;
  };
  const output = ({ outputs }: Answer, name: string) => outputs.find((each) => each.name === name)?.data;
  const metrics = async () => (await fetch(`http://127.0.0.1:${ports.metrics}/metrics`)).text();
  const counted = async (metric: string): Promise<number> =>
    Number(new RegExp(`^${metric}\\{[^}]*\\} (\\S+)`, 'm').exec(await metrics())?.[1] ?? 0);
  /** Records that are in the bucket. */
  const lines = async (): Promise<Line[]> => {
    const listing = await (await fetch(`${moto.url}/${TRAIL}?list-type=2`)).text();
    const keys = [...listing.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = '']) => key);
    for (const key of keys) expect(key).toMatch(/^churn\/\d{4}-\d{2}-\d{2}\/churn-0-[0-9a-f]{32}\.jsonl\.gz$/);
    const texts = await python(
      'mlflow',
      // As any client of the bucket reads it: whole, whatever its encoding says.
      'import boto3,gzip,json,sys; client = boto3.client("s3"); print("".join(gzip.decompress(client.get_object(Bucket=sys.argv[1], Key=key)["Body"].read()).decode() for key in json.loads(sys.argv[2])))',
      TRAIL,
      JSON.stringify(keys),
    );
    return texts
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);
  };

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    for (const name of Object.keys(ports) as (keyof typeof ports)[]) ports[name] = await freePort();
    moto = await startMotoServer({ dir: folder });
    for (const bucket of [BUCKET, TRAIL]) await fetch(`${moto.url}/${bucket}`, { method: 'PUT' });
    const [model, usual] = [join(folder, 'model.joblib'), join(folder, 'usual.csv')];
    await python('mlserver', TRAIN, model);
    writeFileSync(usual, `${['age,tenure,visits', ...USUAL.map((row) => row.join(','))].join('\n')}\n`);
    await put([model, 'churn/7/model.joblib'], [usual, 'churn/usual.csv']);
    for (const container of spec.initContainers) {
      const { command, arguments: words, env } = local(container);
      const result = await runCommand(command, words, {
        env: environment(env, 'mlflow'),
        cwd: folder,
        timeoutMs: 60_000,
      });
      expect(result.exitCode === 0 ? '' : lastWords(result, 30)).toBe('');
    }
    const server = spec.containers[0] as Container;
    const { arguments: words, env } = local(server);
    const ready = `http://127.0.0.1:${ports.http}${server.startupProbe?.httpGet?.path}`;
    services.push(
      await startService({
        name: 'mlserver',
        command: toolPath('mlserver') ?? '',
        arguments: words,
        env: environment(env, 'mlserver'),
        cwd: folder,
        logPath: join(folder, 'mlserver.log'),
        readyTimeoutSeconds: 90,
        ready: async () => (await fetch(ready)).ok,
      }),
    );
  });
  afterAll(async () => {
    await Promise.all(services.map((each) => each.stop()));
    await moto?.stop();
  });

  it('answers with the prediction and what every input added to it', async () => {
    const rows = [
      [3, 2, 20],
      [1, 0, 24],
    ] as const;
    const answer = await ask(rows.flat(), 3);
    const predicted = output(answer, 'predict') ?? [];
    const parts = output(answer, 'explanation') ?? [];
    const base = output(answer, 'explanation_base') ?? [];
    expect(answer.parameters?.explained).toBe(true);
    for (const [index, row] of rows.entries()) {
      const known = row.map((value, column) => (COEFFICIENTS[column] ?? 0) * (value - (usualMean[column] ?? 0)));
      const found = parts.slice(index * 3, index * 3 + 3);
      for (const [column, part] of found.entries()) expect(part).toBeCloseTo(known[column] ?? Number.NaN, 8);
      expect((base[index] ?? 0) + found.reduce((sum, part) => sum + part, 0)).toBeCloseTo(predicted[index] ?? 0, 8);
    }
  });

  it('counts predictions in bins by version, so that two versions can be compared', async () => {
    const binOf = (bin: string) =>
      `evenkeel_predictions_binned_total\\{(?=[^}]*model="churn")(?=[^}]*version="churn/7")(?=[^}]*bin="${bin}")[^}]*\\} (\\S+)`;
    const inBins = async () => {
      const text = await metrics();
      return ['00', '01', '02', '03', 'none'].map((bin) => Number(new RegExp(binOf(bin)).exec(text)?.[1]));
    };
    // What was answered so far is 11 and 15; what never came is a zero, not a gap.
    expect(await inBins()).toEqual([0, 1, 1, 0, 0]);
  });

  it('still predicts where nothing can be explained, says so and counts it', async () => {
    const before = await counted('evenkeel_explanations_failed_total');
    const response = await fetch(`http://127.0.0.1:${ports.http}/v2/models/churn/infer`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        inputs: [3, 2, 20].map((value, index) => ({
          name: `x${index}`,
          shape: [1, 1],
          datatype: 'FP64',
          data: [value],
        })),
        parameters: { content_type: 'pd' },
      }),
    });
    const answer = (await response.json()) as Answer;
    expect(output(answer, 'predict')?.[0]).toBeCloseTo(1 + 6 - 6 + 10, 8);
    expect(answer.parameters?.explained).toBe(false);
    expect(output(answer, 'explanation')).toBeUndefined();
    expect(await counted('evenkeel_explanations_failed_total')).toBe(before + 1);
    expect(await counted('evenkeel_explanations_total')).toBeGreaterThan(0);
  });

  it('writes down who asked which version what, what was answered and why, and a leaving pod sends it', async () => {
    // No file is closed yet: the pod leaves before.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await counted('evenkeel_predictions_recorded_total')).toBe(2);
    const { arguments: words, env } = local(spec.containers[1]);
    const sender = await startService({
      name: 'trail',
      command: join(programs('mlflow'), 'python'),
      arguments: words,
      env: environment(env, 'mlflow'),
      cwd: folder,
      logPath: join(folder, 'trail.log'),
      ready: async () => readFileSync(join(folder, 'trail.log'), 'utf8').includes('sending'),
    });
    await sender.stop();
    const written = await lines();
    expect(written).toHaveLength(2);
    expect(written[0]).toMatchObject({
      time: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T.*\+00:00$/),
      request: 'r-1',
      caller: { client: 'call-centre' },
      model: 'churn',
      source: 's3://serving-files/churn/7',
      workload: 'churn',
      inputs: [{ data: [3, 2, 20, 1, 0, 24] }],
      outputs: [{ name: 'predict', data: [expect.closeTo(11, 8), expect.closeTo(15, 8)] }],
      explanations: [{ parts: [4, 0, 0].map((part) => expect.closeTo(part, 8)) }, expect.anything()],
    });
    expect(written[1]?.explanations).toBeNull();
    expect(readdirSync(spool)).toEqual([]);
  });
});
