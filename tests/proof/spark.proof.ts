import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connectorFolder } from '../../charts/processing/connectors';
import { historyPort } from '../../charts/processing/spark';
import type { SparkApplicationSpec } from '../../charts/processing/spark-application';
import { processing } from '../../services';
import { renderLocal, specOf, the } from '../charts/site-rendering';
import { type LocalContainer, localContainer, type PodSpec } from './local-container';
import { session } from './session';
import { proof, toolPath } from './skips';
import { type CommandResult, lastWords, runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { answersOk, type ServiceProcess, startService } from './tools/service-process';

type Settings = Readonly<Record<string, string>>;

const bucket = 'processing-files';
const places = [`s3a://${bucket}/data/rows`, `s3a://${bucket}/data/kinds`];

const rendered = renderLocal({
  services: {
    processing: processing.config.parse({ batches: { daily: { file: 'jobs/daily.py', arguments: places } } }),
  },
});
const application = specOf<SparkApplicationSpec>(the(rendered, 'SparkApplication', 'daily'));
const history = specOf<{ template: { spec: PodSpec } }>(the(rendered, 'Deployment', 'spark-history')).template.spec;
const historyFile = rendered
  .filter(({ manifest: { kind, metadata } }) => kind === 'ConfigMap' && metadata.name.startsWith('spark-history-'))
  .map(({ manifest }) => (manifest as unknown as { readonly data: Settings }).data['history.conf'])
  .join('');

/** What the operator makes of the fields of an application: `spark-submit` of 2.5. */
const submitted = ({ sparkConf, hadoopConf, dynamicAllocation: d, executor }: SparkApplicationSpec): Settings => ({
  ...sparkConf,
  ...Object.fromEntries(Object.entries(hadoopConf).map(([name, value]) => [`spark.hadoop.${name}`, value])),
  'spark.executor.instances': `${executor.instances}`,
  'spark.dynamicAllocation.enabled': `${d.enabled}`,
  'spark.dynamicAllocation.initialExecutors': `${d.initialExecutors}`,
  'spark.dynamicAllocation.minExecutors': `${d.minExecutors}`,
  'spark.dynamicAllocation.maxExecutors': `${d.maxExecutors}`,
  'spark.dynamicAllocation.shuffleTracking.enabled': `${d.shuffleTrackingEnabled}`,
});

const lines = (settings: Settings): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name} ${value}\n`)
    .join('');

const settingsIn = (text: string): Settings =>
  Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  );

interface Application {
  readonly name: string;
  readonly attempts: readonly { readonly completed: boolean }[];
}

proof('Spark as rendered', ['spark', 'hadoop-aws', 'java', 'moto'], () => {
  const folder = join(session().folder, 'spark');
  const connectors = join(folder, 'connectors');
  const programs = dirname(toolPath('spark') ?? '');
  const running: ServiceProcess[] = [];
  let moto: MotoServer;

  const put = (key: string, body: string) =>
    fetch(`${moto.url}/${bucket}/${key}`, { method: 'PUT', body, headers: { 'content-type': 'text/plain' } });
  const keys = async (): Promise<string[]> => {
    const listed = await (await fetch(`${moto.url}/${bucket}?list-type=2`)).text();
    return [...listed.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) => key ?? '');
  };

  /** The store and the folder of fetched archives are elsewhere on this machine. */
  const local = (text: string): string =>
    text.replace(/http:\/\/processing-files\.processing\.svc:\d+/g, moto.url).replaceAll(connectorFolder, connectors);

  const machine = (): NodeJS.ProcessEnv => ({
    PATH: `${dirname(toolPath('java') ?? '')}:${process.env.PATH}`,
    SPARK_LOCAL_IP: '127.0.0.1',
    PYSPARK_PYTHON: join(programs, 'python'),
  });

  const container = (spec: PodSpec, more: Partial<Parameters<typeof localContainer>[1]> = {}): LocalContainer =>
    localContainer(spec, { folder, secret: () => 'secret', env: { AWS_ENDPOINT_URL_S3: moto.url }, ...more });

  beforeAll(async () => {
    mkdirSync(connectors, { recursive: true });
    moto = await startMotoServer({ dir: folder });
    await fetch(`${moto.url}/${bucket}`, { method: 'PUT' });
  });
  afterAll(async () => {
    await Promise.all(running.map((service) => service.stop()));
    await moto?.stop();
  });

  it('fetches archives that the Maven repository has', () => {
    const { initContainers } = application.driver.template.spec as {
      readonly initContainers: readonly {
        readonly env: readonly { readonly name: string; readonly value: string }[];
      }[];
    };
    const jars = initContainers[0]?.env.find(({ name }) => name === 'JARS')?.value.split(' ') ?? [];
    expect(jars.length).toBeGreaterThan(0);
    const published = toolPath('hadoop-aws') ?? '';
    expect(jars.filter((jar) => !existsSync(join(published, basename(jar))))).toEqual([]);
    for (const jar of jars) symlinkSync(join(published, basename(jar)), join(connectors, basename(jar)));
  });

  const startHistory = async (name: string, more: Settings = {}): Promise<string> => {
    const port = await freePort();
    const store = join(folder, name);
    mkdirSync(store, { recursive: true });
    const own = { 'spark.history.ui.port': `${port}`, 'spark.history.store.path': store, ...more };
    const { command, ...server } = container(history, {
      arguments: { '/opt/spark/bin/spark-class': join(programs, 'spark-class') },
      files: ({ configMap }) =>
        configMap?.startsWith('spark-history-')
          ? { 'history.conf': lines({ ...settingsIn(local(historyFile)), ...own }) }
          : ({} as Record<string, string>),
    });
    const url = `http://127.0.0.1:${port}`;
    const probe = history.containers[0]?.readinessProbe?.httpGet?.path;
    running.push(
      await startService({
        name,
        command,
        arguments: server.arguments,
        env: { ...machine(), ...server.env, SPARK_DAEMON_CLASSPATH: local(connectorFolder).concat('/*') },
        logPath: join(folder, `${name}.log`),
        readyTimeoutSeconds: 120,
        ready: () => answersOk(`${url}${probe}`),
      }),
    );
    return url;
  };

  /** As the driver's pod does it, but in one process that is driver and executor. */
  const submit = (): Promise<CommandResult> => {
    const file = join(folder, 'spark.properties');
    writeFileSync(file, lines(settingsIn(local(lines(submitted(application))))));
    const spec = application.driver.template.spec as unknown as PodSpec;
    const { env } = container({
      ...spec,
      containers: spec.containers.map((each) => ({ command: ['spark-submit'], ...each })),
    });
    const here = ['--master', 'local[2]', '--driver-memory', '1g'];
    const program = [application.mainApplicationFile, ...(application.arguments ?? [])];
    return runCommand(join(programs, 'spark-submit'), [...here, '--properties-file', file, ...program], {
      cwd: folder,
      env: { ...machine(), ...env },
      timeoutMs: 600_000,
    });
  };

  /** What is wrong with settings, by name. */
  const complaints = async (settings: Settings): Promise<Settings> => {
    const checked = await runCommand(join(programs, 'python'), [join(__dirname, 'spark', 'settings.py')], {
      cwd: folder,
      env: { ...machine(), PYSPARK_SUBMIT_ARGS: `--driver-class-path ${connectors}/* pyspark-shell` },
      input: JSON.stringify(settings),
      timeoutMs: 120_000,
    });
    if (checked.exitCode !== 0) throw new Error(lastWords(checked, 20));
    return JSON.parse(checked.stdout.trim().split('\n').at(-1) ?? '') as Settings;
  };

  it('runs a batch from the bucket, on it, and writes the log of the run into it', async () => {
    await put('jobs/daily.py', readFileSync(join(__dirname, 'spark', 'daily.py'), 'utf8'));
    const run = await submit();
    expect(run.exitCode === 0 ? '' : lastWords(run, 40)).toBe('');
    expect(run.stdout).toContain('kinds and rows: 7 1000');
    expect(await keys()).toContainEqual(expect.stringMatching(/^eventlog_v2_[^/]+\/events_1_/));
    expect(run.stderr.match(/^.*deprecated as of Spark.*$/gm)).toBeNull();
  });

  it('has settings that Spark knows and can read, and notices those that it does not', async () => {
    const wrong = {
      'spark.eventLog.rolling.enable': 'true',
      'spark.history.fs.cleaner.interval': '1 dayz',
      'spark.hadoop.fs.s3a.path.style': 'true',
    };
    const found = await complaints({ ...submitted(application), ...settingsIn(historyFile), ...wrong });
    expect(Object.keys(found).sort()).toEqual(Object.keys(wrong).sort());
  });

  it('shows the finished run on the pages of the rendered server', async () => {
    expect(history.containers[0]?.ports?.map(({ containerPort }) => containerPort)).toEqual([historyPort]);
    expect(settingsIn(historyFile)).toMatchObject({ 'spark.history.ui.port': `${historyPort}` });
    const url = await startHistory('history');
    let seen: readonly Application[] = [];
    for (let tries = 0; tries < 240 && seen.length === 0; tries += 1) {
      await pause(500);
      seen = (await (await fetch(`${url}/api/v1/applications`)).json()) as readonly Application[];
    }
    expect(seen).toEqual([
      expect.objectContaining({ name: 'daily', attempts: [expect.objectContaining({ completed: true })] }),
    ]);
    for (const { startupProbe, livenessProbe } of history.containers) {
      for (const each of [startupProbe, livenessProbe]) {
        expect((await fetch(`${url}${each?.httpGet?.path}`)).status).toBe(200);
      }
    }
  });

  it('removes old logs, and whatever else lies beside them, but nothing in folders of others', async () => {
    await put('stray.py', 'not a log');
    await startHistory('cleaner', {
      'spark.history.fs.cleaner.interval': '1s',
      'spark.history.fs.cleaner.maxAge': '1s',
    });
    const beside = async () => (await keys()).filter((key) => /^(eventlog_v2_|[^/]+$)/.test(key));
    for (let tries = 0; tries < 240 && (await beside()).length > 0; tries += 1) await pause(500);
    expect(await beside()).toEqual([]);
    expect(await keys()).toEqual(expect.arrayContaining(['jobs/daily.py', 'data/kinds/_SUCCESS']));
  });
});
