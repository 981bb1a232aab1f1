import type { Complaint } from './complaint';
import { control, type ServedModel, sourcesOf } from './serving-models';

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

/** What is wrong with one model by itself. */
export const servedModelComplaints = (path: string, model: ServedModel): Complaint[] =>
  [wrongSources, wrongSplit, wrongCanary, wrongShadow, wrongRuntime, wrongReplicas].flatMap((check) =>
    check(path, model),
  );
