import type { Complaint } from './complaint';
import type { EnabledServices } from './define-service';
import { lateBounds } from './prediction-quality';
import { control, mayRest, type ServedModel, sourcesOf } from './serving-models';

const conflict = (path: string, complaint: Omit<Complaint, 'code' | 'path'>): Complaint => ({
  code: 'SERVICE_CONFLICT',
  path,
  ...complaint,
});

const wrongSources = (path: string, model: ServedModel): Complaint[] =>
  sourcesOf(model).flatMap(([place, source]) => {
    if (source.from !== 'registry') return [];
    if ((source.version === undefined) === (source.alias === undefined))
      return [
        conflict(`${path}.${place}`, {
          message: 'names both or neither of version and alias',
          allowed: ['version', 'alias'],
          fix: 'keep one of them',
        }),
      ];
    if (source.alias !== undefined && model.delivery.by !== 'plain')
      return [
        conflict(`${path}.${place}.alias`, {
          message: `${source.alias} may point elsewhere tomorrow: a pod that restarts would load another version past the ${model.delivery.by === 'ab' ? 'comparison' : 'canary'}`,
          value: source.alias,
          fix: 'name the version; promotion writes a new one',
        }),
      ];
    return [];
  });

function wrongSplit(path: string, { delivery }: ServedModel): Complaint[] {
  if (delivery.by !== 'ab') return [];
  const { percents, variants } = delivery;
  const known = [control, ...Object.keys(variants)];
  const unknown = Object.keys(percents).filter((name) => !known.includes(name));
  const sum = Object.values(percents).reduce((total, percent) => total + percent, 0);
  return [
    ...unknown.map((name) =>
      conflict(`${path}.delivery.percents.${name}`, {
        message: `there is no variant ${name}`,
        value: name,
        allowed: known,
        fix: 'add it to variants, or name one that is there',
      }),
    ),
    ...known
      .filter((name) => percents[name] === undefined)
      .map((name) =>
        conflict(`${path}.delivery.percents`, {
          message: `the share of ${name} is missing`,
          fix: `add ${name}; 0 where only the header leads to it`,
        }),
      ),
    ...(sum === 100
      ? []
      : [
          conflict(`${path}.delivery.percents`, {
            message: `the shares are ${sum} together`,
            value: sum,
            allowed: ['100'],
            fix: 'make them 100 together',
          }),
        ]),
    ...(Object.keys(variants).length === 0
      ? [
          conflict(`${path}.delivery.variants`, {
            message: 'there is nothing to compare with',
            fix: 'add a variant, or set delivery.by to plain',
          }),
        ]
      : []),
    ...(control in variants
      ? [
          conflict(`${path}.delivery.variants.${control}`, {
            message: `${control} is the model itself`,
            value: control,
            fix: 'give the variant another name',
          }),
        ]
      : []),
  ];
}

function wrongCanary(path: string, { delivery, replicas }: ServedModel): Complaint[] {
  if (delivery.by !== 'canary') return [];
  const { weights } = delivery;
  const falling = weights.findIndex((weight, index) => index > 0 && weight <= (weights[index - 1] ?? 0));
  return [
    ...(replicas.min < 2
      ? [
          conflict(`${path}.replicas.min`, {
            message:
              'the old version would be one pod, and a lost machine would end up in the measurement of the new one',
            value: replicas.min,
            allowed: ['at least 2'],
            fix: 'raise replicas.min',
          }),
        ]
      : []),
    ...(falling > 0
      ? [
          conflict(`${path}.delivery.weights.${falling}`, {
            message: `step ${weights[falling]} is not above the step before it, ${weights[falling - 1]}`,
            value: weights[falling],
            fix: 'let every step be larger than the one before',
          }),
        ]
      : []),
  ];
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const wrongShadow = (path: string, { source, shadow }: ServedModel): Complaint[] =>
  shadow && same(shadow.source, source)
    ? [
        conflict(`${path}.shadow.source`, {
          message: 'is the model itself: twice the cost, and nothing to compare',
          fix: 'name another version, or leave shadow out',
        }),
      ]
    : [];

const wrongRuntime = (path: string, { runtime, source, delivery, alongside }: ServedModel): Complaint[] => [
  ...(runtime === 'kserve' && delivery.by === 'canary'
    ? [
        conflict(`${path}.delivery.by`, {
          message: 'KServe keeps a Deployment, which Argo Rollouts cannot shift traffic of',
          value: delivery.by,
          allowed: ['plain', 'ab'],
          fix: 'set runtime to mlserver, or deliver it plain',
        }),
      ]
    : []),
  ...(source.from === 'image' && Object.keys(alongside).length > 0
    ? [
        conflict(`${path}.alongside`, {
          message: 'an own server loads what it loads',
          fix: 'leave alongside out, or take the model from registry or bucket',
        }),
      ]
    : []),
];

const wrongReplicas = (path: string, { replicas }: ServedModel): Complaint[] =>
  replicas.max < replicas.min
    ? [
        conflict(`${path}.replicas.max`, {
          message: `at most ${replicas.max} pods are fewer than the ${replicas.min} at rest`,
          value: replicas.max,
          fix: 'raise replicas.max, or lower replicas.min',
        }),
      ]
    : [];

/** A request that finds nobody there is turned away, and the next ones until a pod has loaded its model. */
function wrongRest(path: string, model: ServedModel): Complaint[] {
  if (!mayRest(model)) return [];
  const { promised, delivery, shadow } = model;
  return [
    ...(promised
      ? [
          {
            code: 'OBJECTIVE_UNREACHABLE' as const,
            path: `${path}.replicas.min`,
            message:
              'whoever asks first after a rest is turned away, and everybody for the minutes that a pod needs to load the model: neither availability nor latency of the service can be kept for it',
            value: 0,
            allowed: ['at least 1; 2 for more than 99.5 % availability', '0, with promised: false'],
            fix: 'raise replicas.min, or set promised to false: then no objective counts its requests',
          },
        ]
      : []),
    // A canary says so itself: it needs two pods.
    ...(delivery.by === 'ab' || shadow
      ? [
          conflict(`${path}.replicas.min`, {
            message: `${shadow ? 'a shadow' : 'a variant'} is woken by nobody, so it would miss its share of requests`,
            value: 0,
            allowed: ['at least 1'],
            fix: `raise replicas.min, or leave ${shadow ? 'shadow' : 'delivery'} out`,
          }),
        ]
      : []),
  ];
}

/** An own server is not looked into: what it predicts, it must explain and write down itself. */
function wrongRecords(path: string, model: ServedModel, keepsTrail: boolean): Complaint[] {
  const { explainer, recorded } = model;
  const own = sourcesOf(model).find(([, { from }]) => from === 'image');
  return [
    ...(own && explainer
      ? [
          conflict(`${path}.explainer`, {
            message: `${own[0]} is an own server, which must explain its predictions itself`,
            allowed: ['registry', 'bucket'],
            fix: 'leave explainer out, or take the model from registry or bucket',
          }),
        ]
      : []),
    ...(own && keepsTrail && recorded
      ? [
          conflict(`${path}.recorded`, {
            message: `${own[0]} is an own server, whose predictions the trail of the service does not see`,
            value: true,
            allowed: ['false'],
            fix: 'set recorded to false and let the server write its own records, or take the model from registry or bucket',
          }),
        ]
      : []),
    ...(explainer?.where === 'trail' && !(keepsTrail && recorded)
      ? [
          conflict(`${path}.explainer.where`, {
            message: 'there is no trail that the explanations could be written to',
            value: 'trail',
            allowed: ['answer', 'trail, with services.serving.trail and recorded: true'],
            fix: 'add services.serving.trail, or put explanations into the answer',
          }),
        ]
      : []),
  ];
}

/** Bounds that nothing could be held against. */
function wrongPredictions(path: string, model: ServedModel, enabled: EnabledServices): Complaint[] {
  const { predictions } = model;
  if (!predictions) return [];
  const own = sourcesOf(model).find(([, { from }]) => from === 'image');
  const { edges } = predictions;
  const falling = edges.findIndex((edge, index) => index > 0 && edge <= (edges[index - 1] ?? edge));
  return [
    ...(own
      ? [
          conflict(`${path}.predictions`, {
            message: `${own[0]} is an own server, whose predictions nobody counts`,
            allowed: ['registry', 'bucket'],
            fix: 'leave predictions out, or take the model from registry or bucket',
          }),
        ]
      : []),
    ...(falling > 0
      ? [
          conflict(`${path}.predictions.edges.${falling}`, {
            message: `${edges[falling]} is not above the bound before it, ${edges[falling - 1]}`,
            value: edges[falling],
            fix: 'let every bound be larger than the one before',
          }),
        ]
      : []),
    ...(enabled.has('modelMonitoring')
      ? []
      : lateBounds
          .filter((bound) => predictions[bound] !== undefined)
          .map((bound) => ({
            code: 'SERVICE_MISSING' as const,
            path: `${path}.predictions.${bound}`,
            message: 'modelMonitoring measures drift and error by version; the environment does not run it',
            value: predictions[bound],
            fix: 'add services.modelMonitoring with versions of this model, or leave the bound out',
          }))),
  ];
}

/** What is wrong with one model of a service. */
export const servedModelComplaints = (
  path: string,
  model: ServedModel,
  { trail }: { readonly trail?: object },
  enabled: EnabledServices,
): Complaint[] => [
  ...[wrongSources, wrongSplit, wrongCanary, wrongShadow, wrongRuntime, wrongReplicas, wrongRest].flatMap((check) =>
    check(path, model),
  ),
  ...wrongRecords(path, model, trail !== undefined),
  ...wrongPredictions(path, model, enabled),
];
