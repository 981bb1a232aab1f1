import { beyondBest, serving } from '../../services';

type Config = Parameters<typeof serving.config.parse>[0];

const alone = new Set(['serving']);
const registry = (version: number) => ({ from: 'registry', model: 'churn', version }) as const;
const plain = { source: registry(3) } as const;
const compared = {
  source: registry(3),
  delivery: { by: 'ab', percents: { control: 80, challenger: 20 }, variants: { challenger: registry(4) } },
} as const;
const canary = { source: registry(3), delivery: { by: 'canary' } } as const;

const complaintsOf = (config: Config) => serving.complaints?.(serving.config.parse(config), alone) ?? [];
const complaintsAbout = (churn: object) => complaintsOf({ models: { churn } } as Config);
const needsOf = (config: Config) => serving.needs(serving.config.parse(config), alone);
const operatorsOf = (config: Config) => serving.operators(serving.config.parse(config));

test('the defaults are valid and serve nothing', () => {
  expect(serving.config.parse({}).models).toEqual({});
  expect(complaintsOf({})).toEqual([]);
  expect(operatorsOf({})).toEqual([]);
});

test('without models, needs are what a first model would be put into', () => {
  expect(Object.entries(needsOf({})).map(([name, { kind }]) => `${name}: ${kind}`)).toEqual([
    'files: bucket',
    'identity: identity',
    'key: key',
  ]);
});

test('each model has an address of its own below one host, whose route it shifts itself', () => {
  const needs = needsOf({ models: { churn: plain, 'next-offer': { ...plain, timeoutSeconds: 5, access: 'people' } } });
  expect(needs).toMatchObject({
    churnRoute: { kind: 'route', host: 'models', path: '/churn', port: 8080, access: 'programs', ownRoute: true },
    nextOfferRoute: { path: '/next-offer', timeoutSeconds: 5, access: 'people' },
  });
});

test('needs follow what a model uses', () => {
  const kinds = (config: Config) => Object.keys(needsOf(config));
  expect(kinds({ models: { churn: plain } })).toContain('tracking');
  expect(kinds({ models: { churn: { source: { from: 'bucket', path: 'churn/3' } } } })).not.toContain('tracking');
  expect(kinds({ models: { churn: plain } })).not.toContain('prometheus');
  expect(kinds({ models: { churn: canary } })).toContain('prometheus');
  expect(kinds({ models: { churn: { ...plain, replicas: { min: 2, max: 5 } } } })).toContain('prometheus');
  expect(needsOf({ models: { churn: { ...plain, gpus: 2 } } })).toMatchObject({
    gpus2: { kind: 'pool', purpose: 'gpu', gpus: 2 },
  });
  const batch = { nightly: { model: 'churn', input: 'in/a.csv', output: 'out/a.json' } };
  expect(needsOf({ models: { churn: plain }, batch })).toMatchObject({ spot: { kind: 'pool', purpose: 'spot' } });
});

test('operators follow what a model uses', () => {
  expect(operatorsOf({ models: { churn: plain } })).toEqual([]);
  expect(operatorsOf({ models: { churn: canary } })).toEqual(['argo-rollouts']);
  expect(operatorsOf({ models: { churn: { ...plain, runtime: 'kserve' } } })).toEqual(['kserve-crd', 'kserve']);
  expect(operatorsOf({ models: { churn: { ...plain, replicas: { min: 2, max: 5 } } } })).toEqual(['keda']);
});

test.each([
  ['plain', plain],
  ['compared', compared],
  ['by canary', canary],
  ['with a shadow', { ...plain, shadow: { source: registry(4) } }],
  ['an alias, replaced pod by pod', { source: { from: 'registry', model: 'churn', alias: 'champion' } }],
])('a model %s is fine', (_how, model) => {
  expect(complaintsAbout(model)).toEqual([]);
});

test.each([
  [
    'shares that are not 100',
    { ...compared, delivery: { ...compared.delivery, percents: { control: 80, challenger: 30 } } },
    'delivery.percents',
    '110',
  ],
  [
    'an unknown variant',
    { ...compared, delivery: { ...compared.delivery, percents: { control: 80, challanger: 20, challenger: 0 } } },
    'delivery.percents.challanger',
    'no variant challanger',
  ],
  [
    'a variant without a share',
    { ...compared, delivery: { ...compared.delivery, percents: { control: 100 } } },
    'delivery.percents',
    'challenger',
  ],
  [
    'nothing to compare with',
    { ...compared, delivery: { by: 'ab', percents: { control: 100 }, variants: {} } },
    'delivery.variants',
    'nothing',
  ],
  [
    'a variant called control',
    { ...compared, delivery: { by: 'ab', percents: { control: 100 }, variants: { control: registry(4) } } },
    'delivery.variants.control',
    'the model itself',
  ],
  ['a canary of one pod', { ...canary, replicas: { min: 1, max: 4 } }, 'replicas.min', 'one pod'],
  ['steps that fall', { ...canary, delivery: { by: 'canary', weights: [50, 25] } }, 'delivery.weights.1', 'not above'],
  [
    'an alias under a canary',
    { ...canary, source: { from: 'registry', model: 'churn', alias: 'champion' } },
    'source.alias',
    'tomorrow',
  ],
  ['no version at all', { source: { from: 'registry', model: 'churn' } }, 'source', 'version and alias'],
  ['a shadow of itself', { ...plain, shadow: { source: registry(3) } }, 'shadow.source', 'the model itself'],
  ['a canary kept by KServe', { ...canary, runtime: 'kserve' }, 'delivery.by', 'KServe'],
  [
    'models beside an own server',
    { source: { from: 'image', image: 'example.com/churn:1' }, alongside: { other: registry(1) } },
    'alongside',
    'own server',
  ],
  ['fewer pods under load', { ...plain, replicas: { min: 5, max: 2 } }, 'replicas.max', 'fewer'],
])('complains about %s', (_what, model, path, message) => {
  expect(complaintsAbout(model)).toEqual([
    expect.objectContaining({
      code: 'SERVICE_CONFLICT',
      path: `models.churn.${path}`,
      message: expect.stringContaining(message),
      fix: expect.stringMatching(/.+/),
    }),
  ]);
});

test.each([
  ['a model and the Service of another', { churn: canary, 'churn-canary': plain }, {}, 'models.churn-canary'],
  ['the routes of two models', { 'offer-1': plain, offer1: plain }, {}, 'models.offer1'],
  [
    'a job and a model',
    { churn: plain, 'batch-nightly': plain },
    { nightly: { model: 'churn', input: 'in/a.csv', output: 'out/a.json' } },
    'batch.nightly',
  ],
])('%s never share a name', (_what, models, batch, path) => {
  expect(complaintsOf({ models, batch } as Config)).toEqual([
    expect.objectContaining({ path, message: expect.stringContaining('needs the name') }),
  ]);
});

test.each([
  ['a model that is not there', 'chrun', 'no model chrun'],
  ['an own server', 'ranking', 'own server'],
])('a job for %s is refused', (_what, model, message) => {
  const models = { churn: plain, ranking: { source: { from: 'image', image: 'example.com/ranking:1' } } } as const;
  expect(complaintsOf({ models, batch: { nightly: { model, input: 'in/a.csv', output: 'out/a.json' } } })).toEqual([
    expect.objectContaining({ path: 'batch.nightly.model', message: expect.stringContaining(message) }),
  ]);
});

test.each([
  ['a shadow without a target', { ...plain, shadow: { percent: 10 } }],
  ['a path out of the bucket', { source: { from: 'bucket', path: '../other' } }],
  ['an image without tag', { source: { from: 'image', image: 'example.com:5000/churn' } }],
  ['a step of everything', { ...canary, delivery: { by: 'canary', weights: [100] } }],
  ['a step too short to measure', { ...canary, delivery: { by: 'canary', minutesPerStep: 1 } }],
])('refuses %s', (_what, churn) => {
  expect(serving.config.safeParse({ models: { churn } }).success).toBe(false);
});

test('no network answers faster than 10 ms, and one pod is away while its successor loads', () => {
  const best = (config: Config) => serving.best(serving.config.parse(config));
  expect(beyondBest({ p95Ms: 2 }, best({}))).toEqual([{ name: 'p95Ms', asked: 2, allowed: 'at least 10' }]);
  expect(best({ models: { churn: plain } }).availabilityPercent).toBe(99.95);
  expect(best({ models: { churn: { ...plain, replicas: { min: 1, max: 1 } } } }).availabilityPercent).toBe(99.5);
});

describe('a model that rests', () => {
  const resting = { ...plain, replicas: { min: 0, max: 3 }, promised: false } as const;

  test('is fine where nothing is promised for it, and its route says that nobody may be there', () => {
    expect(complaintsAbout(resting)).toEqual([]);
    expect(needsOf({ models: { churn: resting } })).toMatchObject({
      churnRestingRoute: { kind: 'route', host: 'models', path: '/churn', resting: true },
      prometheus: { kind: 'endpoint' },
    });
    expect(operatorsOf({ models: { churn: resting } })).toEqual(['keda']);
  });

  test('breaks every objective, so it is refused where one is to hold for it', () => {
    expect(complaintsAbout({ ...resting, promised: true })).toEqual([
      expect.objectContaining({
        code: 'OBJECTIVE_UNREACHABLE',
        path: 'models.churn.replicas.min',
        value: 0,
        allowed: expect.arrayContaining(['0, with promised: false']),
      }),
    ]);
  });

  test('costs the others nothing of what they can promise', () => {
    const best = (models: object) => serving.best(serving.config.parse({ models })).availabilityPercent;
    expect(best({ churn: plain, rare: resting })).toBe(99.95);
  });

  test.each([
    ['a shadow', { ...resting, shadow: { source: registry(4) } }],
    ['a variant', { ...compared, replicas: resting.replicas, promised: false }],
  ])('has no %s, which nobody would wake', (_what, model) => {
    expect(complaintsAbout(model)).toEqual([expect.objectContaining({ path: 'models.churn.replicas.min' })]);
  });
});

describe('explanations and the trail', () => {
  const explainer = { background: 'churn/usual.csv' } as const;
  const own = { source: { from: 'image', image: 'example.com/churn:1' } } as const;

  test('the trail is a bucket of its own whose objects end', () => {
    expect(needsOf({ trail: { retentionDays: 400 } })).toMatchObject({
      trail: { kind: 'bucket', deleteAfterDays: 400, versionRetentionDays: 30 },
    });
    expect(needsOf({})).not.toHaveProperty('trail');
  });

  test.each<[string, Config, string]>([
    ['an own server that is to be explained', { models: { churn: { ...own, explainer } } }, 'models.churn.explainer'],
    ['an own server in the trail', { trail: {}, models: { churn: own } }, 'models.churn.recorded'],
    [
      'explanations for a trail that is not kept',
      { models: { churn: { ...plain, explainer: { ...explainer, where: 'trail' } } } },
      'models.churn.explainer.where',
    ],
    [
      'explanations for a trail that the model is left out of',
      { trail: {}, models: { churn: { ...plain, recorded: false, explainer: { ...explainer, where: 'trail' } } } },
      'models.churn.explainer.where',
    ],
  ])('complains about %s', (_what, config, path) => {
    expect(complaintsOf(config)).toEqual([
      expect.objectContaining({ code: 'SERVICE_CONFLICT', path, allowed: expect.any(Array) }),
    ]);
  });

  test('an own server may write records itself', () => {
    expect(complaintsOf({ trail: {}, models: { churn: { ...own, recorded: false } } })).toEqual([]);
  });
});

describe('what is promised of predictions', () => {
  const predictionsOf = (predictions: object, source: object = registry(3), enabled = alone) =>
    (
      serving.complaints?.(serving.config.parse({ models: { churn: { source, predictions } } } as Config), enabled) ??
      []
    ).map(({ code, path }) => `${code} ${path}`);

  test('is fine with its defaults', () => expect(predictionsOf({})).toEqual([]));

  test('has bounds that rise', () =>
    expect(predictionsOf({ edges: [0.1, 0.5, 0.5] })).toEqual(['SERVICE_CONFLICT models.churn.predictions.edges.2']));

  test('is of a server that counts them', () =>
    expect(predictionsOf({}, { from: 'image', image: 'registry.example.com/ranking:4' })).toEqual([
      'SERVICE_CONFLICT models.churn.predictions',
    ]));

  test('needs who measures it by version', () => {
    const late = { errorAtMost: 0.1, driftAtMost: 0.2 };
    expect(predictionsOf(late)).toEqual([
      'SERVICE_MISSING models.churn.predictions.driftAtMost',
      'SERVICE_MISSING models.churn.predictions.errorAtMost',
    ]);
    expect(predictionsOf(late, registry(3), new Set(['serving', 'modelMonitoring']))).toEqual([]);
  });
});
