import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { Workspace } from '../cli/run-cli';
import { environmentInput } from '../fixtures/environment';
import { session } from './session';
import { proof, toolPath } from './skips';
import { lastWords, runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import { answersOk, type ServiceProcess, startService } from './tools/service-process';

/** Three versions: a good one, one that learned noise, and one that asks its callers for more. */
const TRAINING = `
import mlflow, numpy as np, pandas as pd
from mlflow.models import infer_signature
from sklearn.linear_model import LogisticRegression
mlflow.set_experiment("churn")
rng = np.random.default_rng(1)
for noise, columns in ((0.0, ["spend", "visits"]), (3.0, ["spend", "visits"]), (0.0, ["spend", "visits", "age"])):
    frame = pd.DataFrame({name: rng.normal(size=300) for name in columns})
    label = (frame["spend"] + frame["visits"] + noise * rng.normal(size=300) > 0).astype(int)
    model = LogisticRegression().fit(frame, label)
    with mlflow.start_run():
        mlflow.log_input(mlflow.data.from_pandas(frame, name="churn-training"), context="training")
        mlflow.log_metric("accuracy", model.score(frame, label))
        mlflow.sklearn.log_model(
            model,
            name="model",
            signature=infer_signature(frame, model.predict(frame)),
            registered_model_name="churn",
            skops_trusted_types=["sklearn.linear_model._logistic.LogisticRegression"],
            pip_requirements=["scikit-learn"],
        )
`;

/** What a pod of serving does: it loads by the registry it is told of. */
const PREDICTION = `
import mlflow, pandas as pd
model = mlflow.pyfunc.load_model("models:/churn@champion")
print("predicts", *model.predict(pd.DataFrame({"spend": [2.0, -2.0], "visits": [1.0, -1.0]})))
`;

interface Told {
  readonly findings?: readonly { readonly code: string; readonly message: string }[];
  readonly found?: Readonly<Record<string, { readonly digest?: string }>>;
  readonly records?: readonly { readonly action: string; readonly from: number | null; readonly to: number }[];
  readonly versions?: readonly {
    readonly version: number;
    readonly aliases: readonly string[];
    readonly digest: string;
  }[];
}

proof('A model from one registry to the callers of another', ['mlflow'], () => {
  const folder = join(session().folder, 'model-delivery');
  const bin = dirname(toolPath('mlflow') ?? '');
  const servers: ServiceProcess[] = [];
  const urls: Record<string, string> = {};
  const workspace = new Workspace();

  const start = async (name: string): Promise<void> => {
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    const port = await freePort();
    urls[name] = `http://127.0.0.1:${port}`;
    const places = ['--backend-store-uri', `sqlite:///${own}/mlflow.sqlite`, '--artifacts-destination', `${own}/files`];
    servers.push(
      await startService({
        name: `mlflow of ${name}`,
        command: join(bin, 'mlflow'),
        arguments: [
          'server',
          ...places,
          '--serve-artifacts',
          '--host',
          '127.0.0.1',
          '--port',
          `${port}`,
          '--workers',
          '1',
        ],
        env: { HOME: own, PATH: `${bin}${delimiter}${process.env.PATH}`, MLFLOW_DISABLE_TELEMETRY: 'true' },
        cwd: own,
        logPath: join(own, 'log'),
        readyTimeoutSeconds: 240,
        ready: () => answersOk(`${urls[name]}/health`),
      }),
    );
  };
  const python = async (script: string, registry: string): Promise<string> => {
    const env = { HOME: folder, PATH: `${bin}${delimiter}${process.env.PATH}`, MLFLOW_TRACKING_URI: urls[registry] };
    const result = await runCommand(join(bin, 'python'), ['-c', script], { env, cwd: folder, timeoutMs: 240_000 });
    if (result.exitCode !== 0) throw new Error(lastWords(result, 30));
    return result.stdout;
  };
  const model = (...words: string[]): { readonly code: number | null; readonly told: Told } => {
    const { code, stdout, stderr } = workspace.run('model', ...words, '--tracking-url', urls.prod ?? '', '--json');
    if (code === 3) throw new Error(`${stdout}${stderr}`);
    return { code, told: JSON.parse(stdout) as Told };
  };
  const copy = (version: number) =>
    model('copy', 'dev', 'prod', 'churn', '--version', `${version}`, '--from-url', urls.dev ?? '');
  const promote = (version: number, ...more: string[]) =>
    model('promote', 'prod', 'churn', '--version', `${version}`, '--registry-only', ...more);
  const codesOf = ({ told }: { readonly told: Told }) => [...new Set(told.findings?.map(({ code }) => code))];

  beforeAll(async () => {
    const source = { from: 'registry' as const, model: 'churn', version: 1 };
    const quality = [{ metric: 'accuracy', atLeast: 0.8, notWorseThanChampionBy: 0.02 }];
    for (const name of ['dev', 'prod']) {
      const services = {
        tracking: {},
        monitoring: {},
        serving: { models: { churn: { source, quality, delivery: { by: 'canary' as const } } } },
      };
      const environment = environmentInput({ name, sites: [{ cloud: 'local' }], services });
      workspace.write({ [`environments/${name}.ts`]: `export default ${JSON.stringify(environment)};` });
    }
    workspace.write({ '.gitignore': '.evenkeel\n' });
    const git = (...args: string[]) => execFileSync('git', ['-C', workspace.folder, ...args]);
    git('init', '--quiet');
    git('config', 'user.email', 'ada@example.com');
    git('config', 'user.name', 'Ada');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Begin');
    await Promise.all(['dev', 'prod'].map(start));
    await python(TRAINING, 'dev');
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    workspace.remove();
  });

  it('is copied with the same files, and not a second time', () => {
    const copies = [1, 2, 3].map(copy);
    expect(copies.map(({ code }) => code)).toEqual([0, 0, 0]);
    const again = copy(1);
    expect(again.told.found?.['copy-version']?.digest).toBe(copies[0]?.told.found?.['copy-version']?.digest);
    const { versions = [] } = model('show', 'prod', 'churn').told;
    expect(versions.map(({ version }) => version)).toEqual([3, 2, 1]);
  });

  it('is refused where it is worse, and where callers would have to send more', () => {
    const promoted = promote(1);
    expect(promoted.code).toBe(0);
    const worse = promote(2);
    expect([worse.code, codesOf(worse)]).toEqual([1, ['MODEL_QUALITY']]);
    const other = promote(3);
    expect([other.code, codesOf(other)]).toEqual([1, ['MODEL_SIGNATURE']]);
  });

  it('predicts in its new registry as its callers load it', async () => {
    expect(await python(PREDICTION, 'prod')).toContain('predicts 1 0');
  });

  it('comes to its callers where somebody answers for it, and goes back by one command', () => {
    expect(promote(3, '--accept', 'MODEL_SIGNATURE', '--because', 'all callers send the age').code).toBe(0);
    expect(workspace.files('environments')['prod.models.json']).toContain('"version":3');
    expect(model('rollback', 'prod', 'churn', '--registry-only', '--because', 'answers badly').code).toBe(0);
    expect(workspace.files('environments')['prod.models.json']).toContain('"version":1');
    const { versions = [] } = model('show', 'prod', 'churn').told;
    expect(versions.filter(({ aliases }) => aliases.includes('champion')).map(({ version }) => version)).toEqual([1]);
  });

  it('has a history of who did what, in one chain', () => {
    const { code, told } = model('history', 'prod', 'churn');
    expect(code).toBe(0);
    expect(told.records?.map(({ action, to }) => `${action} ${to}`)).toEqual([
      'copied 1',
      'copied 2',
      'copied 3',
      'promoted 1',
      'promoted 3',
      'rolled-back 1',
    ]);
  });

  it('is refused once somebody changed its files, wherever they lie', () => {
    const files = join(folder, 'prod', 'files');
    const weights = readdirSync(files, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /model\.(skops|pkl)$/.test(path),
    );
    expect(weights).toHaveLength(3);
    for (const path of weights) appendFileSync(join(files, path), 'x');
    const tampered = promote(1);
    expect([tampered.code, codesOf(tampered)]).toEqual([1, ['MODEL_DIGEST']]);
  });
});
