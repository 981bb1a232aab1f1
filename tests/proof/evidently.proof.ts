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
import { freePort } from './tools/free-port';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { type ServiceProcess, startService } from './tools/service-process';

/** Rows of a model's inputs and predictions; `shift` moves the age of everybody. Without chance: the same rows each time. */
const rows = (shift: number): string => {
  const lines = Array.from({ length: 600 }, (_, index) => {
    const age = 20 + ((index * 37) % 60) + shift;
    return `${age},${index % 3 === 0 ? 'basic' : 'plus'},${(((index * 53) % 100) / 100).toFixed(2)}`;
  });
  return ['age,plan,prediction', ...lines, ''].join('\n');
};

/** Two versions, of which the second one errs where its labels came; half of them did not yet. */
const versioned = (): string => {
  const lines = Array.from({ length: 600 }, (_, index) => {
    const version = index % 2 === 0 ? 'v1' : 'v2';
    const happened = index % 4 < 2 ? 0 : 1;
    const prediction = version === 'v1' ? happened : 1;
    return `${version},${prediction},${index % 8 < 4 ? happened : ''}`;
  });
  return ['version,prediction,churned', ...lines, 'v3,1,1', ''].join('\n');
};

/** Predictions that depend on plan and age alone: of those above 40, the plan `basic` is selected more often than `plus`. */
const judged = (): string => {
  const lines = Array.from({ length: 1200 }, (_, index) => {
    const age = 20 + ((index * 37) % 60);
    const plan = ['basic', 'plus', 'plus', 'rare'][index % 100 === 99 ? 3 : index % 3] ?? 'plus';
    const prediction = age <= 40 ? 0.1 : plan === 'basic' ? 0.9 : age > 60 ? 0.8 : 0.2;
    return `${index},${age},${plan},${(index * 7) % 11},${index % 2},${prediction}`;
  });
  return ['customer,age,plan,noise,churned,prediction', ...lines, ''].join('\n');
};

proof('Evidently as rendered', ['evidently', 'pushgateway', 'mlflow', 'moto'], () => {
  const config = modelMonitoring.config.parse({
    ownKey: false,
    models: [
      { name: 'calm', reference: 'calm/reference.csv', current: 'calm/current.csv' },
      { name: 'churn', reference: 'churn/reference.csv', current: 'churn/current.csv' },
      {
        name: 'versioned',
        reference: 'versioned/reference.csv',
        current: 'versioned/current.csv',
        versions: { minimumRows: 100, labels: { column: 'churned', error: 'unequal' } },
      },
      {
        name: 'judged',
        reference: 'judged/current.csv',
        current: 'judged/current.csv',
        explanations: { without: ['customer', 'churned'] },
        fairness: { column: 'plan', labelColumn: 'churned' },
      },
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
  const work = async (job: string): Promise<CommandResult> => {
    const spec = specOf('CronJob', job);
    const tool = ({ name }: Container) => (name === 'measure' ? 'evidently' : 'mlflow');
    for (const container of spec.initContainers ?? []) {
      expectSuccess(await run(tool(container), local(job, spec, container)));
    }
    return run(tool(spec.containers[0] as Container), local(job, spec));
  };
  const measure = (model: string): Promise<CommandResult> => work(`drift-${model}`);
  const metrics = async () => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  /** Python with the bucket's client, as the pod of a job has it. */
  const inBucket = async (script: string, key: string, input = ''): Promise<string> => {
    const spec = specOf('CronJob', 'drift-churn');
    const { env } = local('bucket', spec, spec.initContainers?.[0]);
    const words = ['-c', `import boto3,sys; client = boto3.client("s3"); ${script}`, bucket, key];
    const result = await runCommand(join(programs('mlflow'), 'python'), words, {
      env: environment(env, 'mlflow'),
      input,
      timeoutMs: 60_000,
    });
    expectSuccess(result);
    return result.stdout;
  };
  const put = (key: string, body: string): Promise<string> =>
    inBucket('client.put_object(Bucket=sys.argv[1], Key=sys.argv[2], Body=sys.stdin.read().encode())', key, body);
  const contentOf = (key = ''): Promise<string> =>
    inBucket('print(client.get_object(Bucket=sys.argv[1], Key=sys.argv[2])["Body"].read().decode())', key);

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    [uiPort, metricsPort] = await Promise.all([freePort(), freePort()]);
    moto = await startMotoServer({ dir: folder });
    await fetch(`${moto.url}/${bucket}`, { method: 'PUT' });
    await put('calm/reference.csv', rows(0));
    await put('calm/current.csv', rows(0));
    await put('churn/reference.csv', rows(0));
    await put('churn/current.csv', rows(25));
    await put('judged/current.csv', judged());
    const reference = Array.from({ length: 600 }, (_, index) => `${index % 2}`);
    await put('versioned/reference.csv', ['prediction', ...reference, ''].join('\n'));
    await put('versioned/current.csv', versioned());
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

  const stored = async (prefix: string) => {
    const listing = await (await fetch(`${moto.url}/${bucket}?list-type=2&prefix=${prefix}`)).text();
    return [...listing.matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key = '']) => key).sort();
  };
  const value = (text: string, metric: string, label: string): number =>
    Number(new RegExp(`${metric}\\{[^}]*${label}[^}]*\\} (\\S+)`).exec(text)?.[1]);
  const dayOf = (key: string): string => key.replace(/\d{4}-\d{2}-\d{2}/, '<day>');

  it('measures each version by itself: its predictions, and its errors by the labels that came', async () => {
    expectSuccess(await measure('versioned'));
    const text = (await metrics())
      .split('\n')
      .filter((each) => each.includes('model="versioned"'))
      .join('\n');
    const of = (metric: string, version: string, more = '') =>
      value(text, `evenkeel_version_${metric}`, `${more}[^}]*version="${version}"`);
    expect(of('prediction_psi', 'v1')).toBeLessThan(0.01);
    expect(of('prediction_psi', 'v2')).toBeGreaterThan(0.2);
    expect([of('error', 'v1'), of('error', 'v2')]).toEqual([0, 0.5]);
    expect([of('rows', 'v1', 'data="labelled"'), of('rows', 'v1', 'data="predicted"')]).toEqual([150, 300]);
    // Too few rows say nothing.
    expect([of('prediction_psi', 'v3'), of('error', 'v3')]).toEqual([Number.NaN, Number.NaN]);
    expect(of('rows', 'v3', 'data="predicted"')).toBe(1);
  });

  it('explains a model by what it depends on, and keeps the page in the bucket', async () => {
    expectSuccess(await work('explanations-judged'));
    const text = await metrics();
    const importance = (column: string) => value(text, 'evenkeel_explanation_importance', `column="${column}"`);
    expect(importance('age')).toBeGreaterThan(0.3);
    expect(importance('plan')).toBeGreaterThan(0.3);
    expect(Math.abs(importance('noise'))).toBeLessThan(0.05);
    expect([importance('customer'), importance('churned')]).toEqual([Number.NaN, Number.NaN]);
    expect(value(text, 'evenkeel_explanation_fidelity', 'model="judged"')).toBeGreaterThan(0.9);
    const keys = await stored('reports/judged/explanations');
    expect(keys.map(dayOf)).toEqual(['html', 'json'].map((kind) => `reports/judged/explanations/<day>/report.${kind}`));
    expect(await contentOf(keys[0])).toContain('What judged depends on');
  });

  it('compares groups, and shows the small one without comparing it', async () => {
    expectSuccess(await work('fairness-judged'));
    const text = await metrics();
    const lines = judged()
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(','));
    const rate = (plan: string, only: (line: string[]) => boolean = () => true): number => {
      const group = lines.filter((line) => line[2] === plan && only(line));
      return group.filter((line) => Number(line[5]) >= 0.5).length / group.length;
    };
    const of = (metric: string, plan: string) => value(text, `evenkeel_fairness_${metric}`, `group="${plan}"`);
    for (const plan of ['basic', 'plus', 'rare']) expect(of('selection_rate', plan)).toBeCloseTo(rate(plan), 6);
    expect(of('true_positive_rate', 'plus')).toBeCloseTo(
      rate('plus', (line) => line[4] === '1'),
      6,
    );
    expect(value(text, 'evenkeel_fairness_disparate_impact_ratio', 'model="judged"')).toBeCloseTo(
      rate('plus') / rate('basic'),
      6,
    );
    const report = (await stored('reports/judged/fairness')).find((key) => key.endsWith('.json'));
    const { rows: groups } = JSON.parse(await contentOf(report)) as {
      rows: { plan: string; compared: boolean }[];
    };
    expect(groups.map(({ plan, compared }) => `${plan}: ${compared}`)).toEqual([
      'basic: true',
      'plus: true',
      'rare: false',
    ]);
  });

  it('exports every metric that rules and panels use', async () => {
    const text = await metrics();
    expect(modelMonitoringSignals.metrics.filter((name) => !text.includes(`${name}{`))).toEqual([]);
  });

  it('keeps one report a measurement, which people read without the secret and cannot write without it', async () => {
    const url = `http://127.0.0.1:${uiPort}/api/projects`;
    const projects = (await (await fetch(url)).json()) as { name: string }[];
    expect(projects.map(({ name }) => name).sort()).toEqual(['calm', 'churn', 'versioned']);
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
