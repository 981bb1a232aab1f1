import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Manifest } from '../../charts';
import { modelMonitoringSignals } from '../../charts/model-monitoring/signals';
import { modelMonitoring } from '../../services';
import { renderLocal, the } from '../charts/site-rendering';
import { type Container, type LocalContainer, localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { type CommandResult, lastWords, runCommand } from './tools/command';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { freePort, type ServiceProcess, startService } from './tools/service-process';

/** Rows of a model's inputs and predictions; `shift` moves the age of everybody. Without chance: the same rows each time. */
const rows = (shift: number): string => {
  const lines = Array.from({ length: 600 }, (_, index) => {
    const age = 20 + ((index * 37) % 60) + shift;
    return `${age},${index % 3 === 0 ? 'basic' : 'plus'},${(((index * 53) % 100) / 100).toFixed(2)}`;
  });
  return ['age,plan,prediction', ...lines, ''].join('\n');
};

proof('Evidently as rendered', ['evidently', 'pushgateway', 'mlflow', 'moto'], () => {
  const config = modelMonitoring.config.parse({
    ownKey: false,
    models: [
      { name: 'calm', reference: 'calm/reference.csv', current: 'calm/current.csv' },
      { name: 'churn', reference: 'churn/reference.csv', current: 'churn/current.csv' },
    ],
  });
  const rendered = renderLocal({ services: { modelMonitoring: config } });
  const specOf = (kind: string, name: string) =>
    podTemplateOf(the(rendered, kind, name) as never)?.spec as unknown as PodSpec & {
      readonly initContainers?: readonly Container[];
    };
  const dataOf = (manifest: Manifest) => (manifest as unknown as { data: Record<string, string> }).data;

  const folder = join(session().folder, 'evidently');
  const bucket = 'model-monitoring-datasets';
  const programs = (tool: string) => dirname(toolPath(tool) ?? '');
  const services: ServiceProcess[] = [];
  let moto: MotoServer;
  let uiPort: number;
  let metricsPort: number;

  const local = (part: string, spec: PodSpec, container = spec.containers[0] as Container): LocalContainer =>
    localContainer(
      { ...spec, containers: [container] },
      {
        folder: join(folder, part),
        secret: () => 'Secret0Secret1Secret2Secret3Secret4Secret5Secre6',
        files: ({ configMap }) => (configMap ? dataOf(the(rendered, 'ConfigMap', configMap)) : {}),
        env: {
          AWS_ENDPOINT_URL_S3: moto.url,
          EVIDENTLY_URL: `http://127.0.0.1:${uiPort}`,
          PUSHGATEWAY_URL: `http://127.0.0.1:${metricsPort}`,
        },
        arguments: {
          '8000': `${uiPort}`,
          '--web.listen-address=:9091': `--web.listen-address=127.0.0.1:${metricsPort}`,
        },
      },
    );
  const environment = (env: Readonly<Record<string, string>>, tool: string): NodeJS.ProcessEnv => ({
    ...env,
    HOME: folder,
    PATH: `${programs(tool)}${delimiter}${process.env.PATH}`,
  });
  const run = (tool: string, { command, arguments: words, env }: LocalContainer): Promise<CommandResult> =>
    runCommand(command, words, { env: environment(env, tool), cwd: folder, timeoutMs: 180_000 });
  const expectSuccess = (result: CommandResult): void => {
    expect(result.exitCode === 0 ? '' : lastWords(result, 30)).toBe('');
  };
  const serve = async (
    tool: string,
    program: string | undefined,
    part: string,
    container: LocalContainer,
    url: string,
  ) => {
    const ready = async () => (await fetch(url)).ok;
    services.push(
      await startService({
        name: part,
        command: program ?? container.command,
        arguments: container.arguments,
        env: environment(container.env, tool),
        cwd: folder,
        logPath: join(folder, `${part}.log`),
        readyTimeoutSeconds: 180,
        ready,
      }),
    );
  };
  /** A whole job as its pod would do it. */
  const measure = async (model: string): Promise<CommandResult> => {
    const spec = specOf('CronJob', `drift-${model}`);
    for (const container of spec.initContainers ?? []) {
      expectSuccess(await run('mlflow', local(`drift-${model}`, spec, container)));
    }
    return run('evidently', local(`drift-${model}`, spec));
  };
  const metrics = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  const put = async (key: string, body: string) => {
    const script = `import boto3,sys; boto3.client("s3").put_object(Bucket=sys.argv[1], Key=sys.argv[2], Body=sys.stdin.read().encode())`;
    const { env } = local(
      'put',
      specOf('CronJob', 'drift-churn'),
      specOf('CronJob', 'drift-churn').initContainers?.[0],
    );
    expectSuccess(
      await runCommand(join(programs('mlflow'), 'python'), ['-c', script, bucket, key], {
        env: environment(env, 'mlflow'),
        input: body,
        timeoutMs: 60_000,
      }),
    );
  };

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    [uiPort, metricsPort] = await Promise.all([freePort(), freePort()]);
    moto = await startMotoServer({ dir: folder });
    await fetch(`${moto.url}/${bucket}`, { method: 'PUT' });
    await put('calm/reference.csv', rows(0));
    await put('calm/current.csv', rows(0));
    await put('churn/reference.csv', rows(0));
    await put('churn/current.csv', rows(25));
  });
  afterAll(async () => {
    await Promise.all(services.map((each) => each.stop()));
    await moto?.stop();
  });

  it('starts the server and the Pushgateway, which answer their probes', async () => {
    const ui = specOf('StatefulSet', 'evidently');
    const gateway = specOf('Deployment', 'drift-metrics');
    const probe = (spec: PodSpec) => spec.containers[0]?.readinessProbe?.httpGet?.path ?? '/none';
    await Promise.all([
      serve('evidently', undefined, 'ui', local('ui', ui), `http://127.0.0.1:${uiPort}${probe(ui)}`),
      serve(
        'pushgateway',
        toolPath('pushgateway'),
        'gateway',
        local('gateway', gateway),
        `http://127.0.0.1:${metricsPort}${probe(gateway)}`,
      ),
    ]);
  });

  it('finds nothing where nothing changed', async () => {
    expectSuccess(await measure('calm'));
    expect(await metrics()).toMatch(/evenkeel_drift_prediction_drifted\{[^}]*model="calm"\} 0/);
    expect(await metrics()).not.toMatch(/evenkeel_drift_column_drifted\{[^}]*model="calm"\} 1/);
  });

  it('finds the column that moved, and only that one', async () => {
    expectSuccess(await measure('churn'));
    const text = await metrics();
    const drifted = [...text.matchAll(/evenkeel_drift_column_drifted\{([^}]*model="churn")\} 1/g)];
    expect(drifted.map(([, labels]) => /column="(\w+)"/.exec(labels ?? '')?.[1])).toEqual(['age']);
  });

  it('exports every metric that rules and panels use', async () => {
    const text = await metrics();
    expect(modelMonitoringSignals.metrics.filter((name) => !text.includes(`${name}{`))).toEqual([]);
  });

  it('keeps one report a measurement, which people read without the secret and cannot write without it', async () => {
    const url = `http://127.0.0.1:${uiPort}/api/projects`;
    const projects = (await (await fetch(url)).json()) as { name: string }[];
    expect(projects.map(({ name }) => name).sort()).toEqual(['calm', 'churn']);
    const written = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'intruder' }),
    });
    expect(written.status).toBeGreaterThanOrEqual(400);
  });

  it('fails, and leaves the last measurement as it is, when the data is empty', async () => {
    await put('calm/current.csv', 'age,plan,prediction\n');
    const before = await metrics();
    expect((await measure('calm')).exitCode).not.toBe(0);
    const measured = /evenkeel_drift_measured_timestamp_seconds\{[^}]*model="calm"\} (\S+)/;
    expect(measured.exec(before)?.[1]).toMatch(/^\d/);
    expect(measured.exec(await metrics())?.[1]).toBe(measured.exec(before)?.[1]);
  });
});
