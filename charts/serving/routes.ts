import type { IHTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import type { Construct } from 'constructs';
import { accessLabels, routeParents, shiftedWeights } from '../../constructs/kubernetes/gateway-names';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { control, type ModelSource } from '../../services/serving-models';
import { canaryService, namespace, ports, shadowName, stableService, variantName } from './serving';
import type { NamedModel, ServingProps } from './serving-props';
import { routeOf } from './workload';

type Rule = NonNullable<NonNullable<IHTTPRoute['spec']>['rules']>[number];
type Backend = NonNullable<Rule['backendRefs']>[number];
type Filter = NonNullable<Rule['filters']>[number];
type Match = NonNullable<Rule['matches']>[number];

const portOf = (source: ModelSource): number => (source.from === 'image' ? source.port : ports.http);

/**
 * Path that callers use, and what the server sees of it. MLServer answers for its models alone: by its other paths anybody
 * who may ask for a prediction could unload a model.
 */
const pathsOf = ({ name, source }: NamedModel): { readonly outside: string; readonly inside: string } =>
  source.from === 'image'
    ? { outside: `/${name}`, inside: '/' }
    : { outside: `/${name}/v2/models`, inside: '/v2/models' };

const rewritten = (inside: string): Filter => ({
  type: 'URLRewrite',
  urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: inside } },
});

/** A copy of the request; the gateway throws its answer away. */
const mirrored = ({ name, shadow }: NamedModel): Filter[] =>
  shadow
    ? [
        {
          type: 'RequestMirror',
          requestMirror: {
            backendRef: { name: shadowName(name), port: portOf(shadow.source) },
            ...(shadow.percent < 100 ? { percent: shadow.percent } : {}),
          },
        },
      ]
    : [];

function backendsOf({ name, source, delivery }: NamedModel): Backend[] {
  const port = portOf(source);
  if (delivery.by === 'canary')
    return [
      { name: stableService(name), port, weight: 100 },
      { name: canaryService(name), port, weight: 0 },
    ];
  if (delivery.by === 'plain') return [{ name, port }];
  const { percents, variants } = delivery;
  return [
    { name, port, weight: percents[control] ?? 0 },
    ...Object.entries(variants).map(([variant, from]) => ({
      name: variantName(name, variant),
      port: portOf(from),
      weight: percents[variant] ?? 0,
    })),
  ];
}

/** Whoever names a variant by the header gets that one, whatever the shares. */
function byHeader({ name, source, delivery }: NamedModel, path: Match, filters: Filter[], timeout: string): Rule[] {
  if (delivery.by !== 'ab' || delivery.header === undefined) return [];
  const { header, variants } = delivery;
  return [[control, source] as const, ...Object.entries(variants)].map(([variant, from]) => ({
    matches: [{ ...path, headers: [{ type: 'Exact', name: header, value: variant }] }],
    filters,
    timeouts: { request: timeout },
    backendRefs: [{ name: variant === control ? name : variantName(name, variant), port: portOf(from) }],
  }));
}

/** The way from the gateway to a model: all to one, by shares, or by a header; and to its shadow. */
export function addRoute(scope: Construct, props: ServingProps, model: NamedModel): void {
  const { name: routeName, host } = routeOf(props, model);
  const { outside, inside } = pathsOf(model);
  const path: Match = { path: { type: 'PathPrefix', value: outside } };
  const filters = [rewritten(inside), ...mirrored(model)];
  const timeout = `${model.timeoutSeconds}s`;
  const route: IHTTPRoute = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: {
      name: routeName,
      namespace,
      labels: { ...accessLabels(model.access), ...(model.delivery.by === 'canary' ? shiftedWeights : {}) },
    },
    spec: {
      parentRefs: routeParents(props.context, { host: props.config.host, path: `/${model.name}` }),
      hostnames: [host],
      rules: [
        ...byHeader(model, path, filters, timeout),
        { matches: [path], filters, timeouts: { request: timeout }, backendRefs: backendsOf(model) },
      ],
    },
  };
  typedObject(scope, route);
}
