import { modelMonitoring } from '../../services';

type Config = Parameters<typeof modelMonitoring.config.parse>[0];

const alone = new Set(['modelMonitoring']);
const churn = { name: 'churn', reference: 'churn/reference.parquet', current: 'churn/current.parquet' };
const complaintsOf = (config: Config, enabled = alone) =>
  modelMonitoring.complaints?.(modelMonitoring.config.parse(config), enabled) ?? [];

test('the defaults are valid and watch nothing', () => {
  expect(modelMonitoring.config.parse({}).models).toEqual([]);
  expect(complaintsOf({})).toEqual([]);
});

test('needs', () => {
  const needs = modelMonitoring.needs(modelMonitoring.config.parse({}), alone);
  expect(Object.entries(needs).map(([name, { kind }]) => `${name}: ${kind}`)).toEqual([
    'datasets: bucket',
    'identity: identity',
    'writeSecret: secret',
    'web: route',
    'key: key',
  ]);
});

test('two models of one name are refused', () => {
  expect(complaintsOf({ models: [churn, churn] })).toEqual([
    expect.objectContaining({ code: 'SERVICE_CONFLICT', path: 'models.1.name', value: 'churn' }),
  ]);
});

test('an artifact of MLflow needs MLflow', () => {
  const config = { models: [{ ...churn, reference: 'runs:/0123456789abcdef/reference.parquet' }] };
  expect(complaintsOf(config)).toEqual([
    expect.objectContaining({ code: 'SERVICE_MISSING', path: 'models.0.reference' }),
  ]);
  expect(complaintsOf(config, new Set(['modelMonitoring', 'tracking']))).toEqual([]);
});

test('a training by alert needs who alerts and who trains', () => {
  const config = { models: [{ ...churn, retrain: { dag: 'train_churn' } }] };
  expect(complaintsOf(config)).toEqual(
    ['orchestration', 'monitoring'].map((service) =>
      expect.objectContaining({
        code: 'SERVICE_MISSING',
        path: 'models.0.retrain',
        message: expect.stringContaining(service),
      }),
    ),
  );
  expect(complaintsOf(config, new Set(['modelMonitoring', 'orchestration', 'monitoring']))).toEqual([]);
});

test('groups are compared by the four-fifths rule unless told otherwise', () => {
  const { models } = modelMonitoring.config.parse({ models: [{ ...churn, fairness: { column: 'sex' } }] });
  expect(models[0]?.fairness).toMatchObject({ minimumRatio: 0.8, threshold: 0.5, minimumRows: 50 });
  expect(models[0]?.explanations).toBeUndefined();
});

test.each([
  ['a DAG that is no name', { ...churn, retrain: { dag: 'train churn"' } }],
  ['groups without a column', { ...churn, fairness: {} }],
  ['a ratio above one', { ...churn, fairness: { column: 'sex', minimumRatio: 1.2 } }],
  ['a path out of the bucket', { ...churn, current: '../other/data.csv' }],
  ['another bucket', { ...churn, current: 's3://other/data.csv' }],
  ['a format that nobody reads', { ...churn, current: 'churn/data.pickle' }],
  ['a schedule of four fields', { ...churn, schedule: '0 3 * *' }],
  ['a name that is no label', { ...churn, name: 'Churn model' }],
])('refuses %s', (_what, model) => {
  expect(modelMonitoring.config.safeParse({ models: [model] }).success).toBe(false);
});
