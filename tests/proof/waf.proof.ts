import { gateway, serving, tracking } from '../../services';
import { renderManaged, specOf, the } from '../charts/site-rendering';
import { proof, toolPath } from './skips';
import { runCommand } from './tools/command';

interface Asked {
  readonly method: string;
  readonly authority: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Told {
  readonly started: boolean;
  readonly log: readonly string[];
  readonly answers: readonly { readonly reached: boolean; readonly status: number; readonly log: readonly string[] }[];
}

interface Configuration {
  readonly directives_map: { readonly default: readonly string[] };
}

const domain = 'ml.example.com';
const models = `models.${domain}`;
const mlflow = `mlflow.${domain}`;
const json = { 'content-type': 'application/json' };

/** What the rendered policy hands to the plugin. */
const configurationOf = (waf: object): Configuration => {
  const rendered = renderManaged({
    services: {
      tracking: tracking.config.parse({ ownKey: false }),
      serving: serving.config.parse({
        ownKey: false,
        models: { churn: { source: { from: 'registry', model: 'churn', version: 3 } } },
      }),
      gateway: gateway.config.parse({ oidc: { issuer: 'https://id.example.com', clientId: 'site' }, waf }),
    },
  });
  const { wasm } = specOf<{ wasm: { config: Configuration }[] }>(the(rendered, 'EnvoyExtensionPolicy', 'waf'));
  if (wasm[0] === undefined) throw new Error('no plugin is rendered');
  return wasm[0].config;
};

const toldBy = async (configuration: Configuration, ...requests: readonly Asked[]): Promise<Told> => {
  const input = JSON.stringify({
    configuration,
    requests: requests.map((each) => ({
      ...each,
      headers: {
        accept: '*/*',
        'user-agent': 'evenkeel',
        ...(each.body === undefined ? {} : { 'content-length': `${each.body.length}` }),
        ...each.headers,
      },
    })),
  });
  const { exitCode, stdout, stderr } = await runCommand(toolPath('coraza-host') ?? '', [], {
    input,
    timeoutMs: 60_000,
  });
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Told;
};

/** Numbers of the rules that were broken. */
const rulesOf = (log: readonly string[] | undefined): number[] =>
  [...new Set((log ?? []).flatMap((line) => [...line.matchAll(/\[id "(\d+)"\]/g)].map(([, id]) => Number(id))))].sort();

const injection = "1' OR '1'='1' UNION SELECT password FROM users--";
const inQuery: Asked = { method: 'GET', authority: models, path: `/churn?id=${encodeURIComponent(injection)}` };
const inBody: Asked = {
  method: 'POST',
  authority: models,
  path: '/churn/v2/models/churn/infer',
  headers: json,
  body: JSON.stringify({ inputs: [{ name: 'id', shape: [1], datatype: 'BYTES', data: [injection] }] }),
};
/** The same in a form, which is read also where it has been cut off. */
const form = (filler: string): Asked => ({
  ...inBody,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: `id=${encodeURIComponent(injection)}&filler=${filler}`,
});
const prediction: Asked = {
  ...inBody,
  body: JSON.stringify({ inputs: [{ name: 'spend', shape: [1, 3], datatype: 'FP64', data: [12.5, -3, 0.25] }] }),
};

/** What people and programs do all day, and no attack. */
const everyDay: Readonly<Record<string, Asked>> = {
  'a prediction': prediction,
  'a page': { method: 'GET', authority: mlflow, path: '/static-files/static/js/main.js' },
  'a run that is made': {
    method: 'POST',
    authority: mlflow,
    path: '/api/2.0/mlflow/runs/create',
    headers: json,
    body: JSON.stringify({ experiment_id: '1', tags: [{ key: 'mlflow.source.name', value: 'train.py' }] }),
  },
  'a model version that is renamed': {
    method: 'PATCH',
    authority: mlflow,
    path: '/api/2.0/mlflow/registered-models/update',
    headers: json,
    body: JSON.stringify({ name: 'churn', description: 'customers who may leave' }),
  },
  'an alias that is taken away': {
    method: 'DELETE',
    authority: mlflow,
    path: '/api/2.0/mlflow/registered-models/alias?name=churn&alias=champion',
  },
  'a file that is uploaded': {
    method: 'PUT',
    authority: mlflow,
    path: '/api/2.0/mlflow-artifacts/artifacts/1/abc/artifacts/model.pkl',
    headers: { 'content-type': 'application/octet-stream' },
    body: 'weights of a model',
  },
};

proof('the firewall as rendered', ['coraza-host'], () => {
  const blocking = configurationOf({ mode: 'block' });

  it.each([1, 2, 3, 4])('is taken by the plugin at paranoia %d', async (paranoia) => {
    expect(await toldBy(configurationOf({ mode: 'block', paranoia }))).toMatchObject({ started: true, log: [] });
  });

  it('refuses a directive that there is not, and so nobody would be let in', async () => {
    const { default: directives } = blocking.directives_map;
    const broken = directives.map((each) => (each === 'SecRuleEngine On' ? 'SecRuleEngin On' : each));
    expect(broken).not.toEqual(directives);
    const { started, log } = await toldBy({ ...blocking, directives_map: { default: broken } });
    expect({ started, log: log.join() }).toEqual({ started: false, log: expect.stringContaining('secruleengin') });
  });

  it('stops an injection before a service sees it, in the query as in the body', async () => {
    const { answers } = await toldBy(blocking, inQuery, inBody);
    expect(answers).toMatchObject([
      { reached: false, status: 403 },
      { reached: false, status: 403 },
    ]);
    for (const { log } of answers) expect(rulesOf(log)).toContain(942100);
  });

  it.each(Object.entries(everyDay))('lets %s pass', async (_, asked) => {
    const { answers } = await toldBy(blocking, asked);
    expect(answers.map(({ log, ...answer }) => ({ ...answer, rules: rulesOf(log) }))).toEqual([
      { reached: true, status: 200, rules: [] },
    ]);
  });

  it('only tells of it where it detects', async () => {
    const { answers } = await toldBy(configurationOf({}), inBody);
    expect(answers).toMatchObject([{ reached: true, status: 200 }]);
    expect(rulesOf(answers[0]?.log)).toContain(942100);
  });

  it('does so from a higher score on, where that is asked for', async () => {
    const { answers } = await toldBy(configurationOf({ mode: 'block', blockAt: 100 }), inBody);
    expect(answers).toMatchObject([{ reached: true, status: 200 }]);
  });

  it('looks at the beginning of a large body, as far as is said', async () => {
    const filler = 'x'.repeat(150 * 1024);
    const of = (...data: readonly string[]): Asked => ({ ...inBody, body: JSON.stringify({ inputs: [{ data }] }) });
    const { answers } = await toldBy(blocking, of(injection, filler), of(filler, injection), of(filler));
    expect(answers.map(({ reached }) => reached)).toEqual([false, false, true]);
    const narrow = configurationOf({ mode: 'block', inspectedKiB: 128 });
    const cut = await toldBy(narrow, of(injection, filler), of(filler, injection), form(filler));
    expect(cut.answers.map(({ reached }) => reached)).toEqual([false, true, false]);
  });

  it('leaves out what is exempt, there and nowhere else', async () => {
    const reason = 'names look like SQL';
    const until = '2026-12-31';
    const exempt = (route: string, rules: number[]) =>
      configurationOf({ mode: 'block', exemptions: [{ route, rules, reason, until }], reviewed: '2026-11-01' });
    const elsewhere = [
      { ...inBody, path: '/churn-next/v2/models/churn-next/infer' },
      { ...inBody, authority: mlflow },
    ];
    const reached = async (configuration: Configuration) => {
      const { started, log, answers } = await toldBy(configuration, inBody, ...elsewhere);
      expect({ started, log }).toEqual({ started: true, log: [] });
      return answers.map((answer) => answer.reached);
    };
    expect(await reached(exempt('models/churn', [942100, 942190, 942270]))).toEqual([true, false, false]);
    expect(await reached(exempt('models/churn', [942100]))).toEqual([false, false, false]);
    expect(await reached(exempt('models/churn', []))).toEqual([true, false, false]);
    expect(await reached(exempt('mlflow', []))).toEqual([false, false, true]);
  });
});
