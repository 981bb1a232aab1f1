import { servingSignals } from '../../../charts/serving/signals';
import { objectivesOf, serving } from '../../../services';
import { renderManaged, specOf, the } from '../site-rendering';
import { everyModel, kserveModel, servingServices } from './serving-sites';

interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts: readonly { readonly mountPath: string }[];
}
interface Pod {
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
}

const registry = (version: number) => ({ from: 'registry', model: 'churn', version }) as const;
const explainer = { background: 'churn/usual.csv' } as const;
const models = {
  churn: { source: registry(3), explainer, shadow: { source: registry(4) }, alongside: { limits: registry(1) } },
  fraud: kserveModel,
  quiet: { source: registry(2), recorded: false },
} as const;
const rendered = renderManaged({ services: servingServices({ trail: { inputs: false }, models }) });
const podOf = (name: string) => specOf<{ template: { spec: Pod } }>(the(rendered, 'Deployment', name)).template.spec;
const envOf = (container: Container | undefined) =>
  Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value ?? '']));
const settingsOf = (pod: Pod, model: string) => {
  const fetch = pod.initContainers.find(({ name }) => name === `fetch-${model}`);
  return JSON.parse(envOf(fetch).SETTINGS ?? '{}');
};

test('a model is loaded by our own class, which knows the one that loads it', () => {
  expect(settingsOf(podOf('churn'), 'churn')).toMatchObject({
    implementation: 'recorded_model.Recorded',
    parameters: {
      version: 'v3',
      extra: {
        inner: 'mlserver_mlflow.MLflowRuntime',
        source: 'models:/churn/3',
        workload: 'churn',
        explainer: { background: '/mnt/models/background.csv', where: 'answer' },
        trail: { inputs: false, eachSeconds: 20 },
      },
    },
  });
});

test('what is loaded alongside is recorded as well, and not explained by inputs of another model', () => {
  const { extra } = settingsOf(podOf('churn'), 'limits').parameters;
  expect(extra.trail).toMatchObject({ inputs: false });
  expect(extra).not.toHaveProperty('explainer');
});

test('a container apart sends the records to the bucket of the trail, until the server has answered its last request', () => {
  const [server, trail] = podOf('churn').containers;
  expect(trail?.name).toBe('trail');
  expect(envOf(trail)).toMatchObject({ SPOOL: '/mnt/trail', BUCKET: 'store://files', LEAVE_SECONDS: '40' });
  expect(envOf(server)).toMatchObject({ TRAIL_FOLDER: '/mnt/trail' });
  for (const container of [server, trail])
    expect(container?.volumeMounts.map(({ mountPath }) => mountPath)).toContain('/mnt/trail');
  const { terminationGracePeriodSeconds: seconds } = podOf('churn') as unknown as Record<string, number>;
  expect(seconds).toBeGreaterThan(Number(envOf(trail).LEAVE_SECONDS));
});

test.each(['churn-shadow', 'quiet'])('%s is left as it is', (name) => {
  const pod = podOf(name);
  expect(pod.containers.map((container) => container.name)).toEqual(['server']);
  expect(settingsOf(pod, name === 'quiet' ? 'quiet' : 'churn').implementation).toBe('mlserver_mlflow.MLflowRuntime');
});

test('KServe keeps the container beside the model', () => {
  const { predictor } = specOf<{ predictor: Pod }>(the(rendered, 'InferenceService', 'fraud'));
  expect(predictor.containers.map(({ name }) => name)).toEqual(['trail']);
});

test('nothing changes where nothing is asked for', () => {
  const plain = renderManaged({ services: servingServices(everyModel) });
  expect(JSON.stringify(plain)).not.toMatch(/recorded_model|\/mnt\/trail/);
});

test('somebody is told where predictions go unexplained or unrecorded', () => {
  const config = serving.config.parse({ trail: {}, models });
  const alerts = servingSignals
    .alerts(config, objectivesOf(serving, config))
    .map(({ name, severity }) => `${name} ${severity}`);
  expect(alerts).toEqual(
    expect.arrayContaining([
      'PredictionsUnexplained ticket',
      'PredictionsUnrecorded page',
      'PredictionRecordsWait ticket',
    ]),
  );
  const bare = serving.config.parse({ models: { quiet: models.quiet } });
  expect(servingSignals.alerts(bare, objectivesOf(serving, bare)).map(({ name }) => name)).toEqual(['ModelQuietDown']);
});
