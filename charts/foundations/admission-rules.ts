import { publicRegistries } from '../../constructs/kubernetes/public-registries';
import { admissionSchema } from '../../environments/schema/admission-schema';
import type { ChartContext } from '../chart-context';
import { list, text } from './cel';

/** One rule that the API server holds objects against. */
export interface AdmissionRule {
  readonly name: string;
  /** Resources of one group, with the operations that are looked at. */
  readonly on: {
    readonly group: string;
    readonly resources: readonly string[];
    readonly operations: readonly ('CREATE' | 'UPDATE')[];
  }[];
  /** Objects that it speaks of, in CEL. Default: all. */
  readonly when?: { readonly name: string; readonly expression: string };
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  /** In CEL; must hold. */
  readonly expression: string;
  /** What is wrong and what to do. */
  readonly message: string;
  /** Namespaces that it speaks of, by their labels. Default: all of the site. */
  readonly where?: { readonly key: string; readonly operator: 'In' | 'NotIn'; readonly values: readonly string[] };
  /** Default: as the site says. `deny`: what it guards is a promise of its own; `warn`: operators make pods that break it. */
  readonly mode?: 'deny' | 'warn';
  /** In every namespace, not only in those of the site. */
  readonly everywhere?: true;
}

const pods = [{ group: '', resources: ['pods'], operations: ['CREATE'] }] as const;

const kinds = ['containers', 'initContainers', 'ephemeralContainers'];
const imagesOf = (kind: string): string => `(has(object.spec.${kind}) ? object.spec.${kind}.map(c, c.image) : [])`;
const images = { name: 'images', expression: kinds.map(imagesOf).join(' + ') };
const run = {
  name: 'run',
  expression: 'object.spec.containers + (has(object.spec.initContainers) ? object.spec.initContainers : [])',
};

/** Images may also be added to a pod that runs already. */
const podImages = [
  { group: '', resources: ['pods', 'pods/ephemeralcontainers'], operations: ['CREATE', 'UPDATE'] },
] as const;

/** Hosts of the site's own registry and mirrors, and what it adopts of another one. */
const ownRegistries = ({ kubernetes: { imageMirrors = {}, adoptedImages } }: ChartContext): string[] => [
  ...new Set(Object.values(imageMirrors).map((mirror) => `${mirror.split('/')[0]}/`)),
  ...(adoptedImages === undefined ? [] : [adoptedImages]),
];

/** Docker Hub may go unnamed. */
const fromKnown = (registries: readonly string[]): string =>
  `variables.images.all(i, ${list(registries)}.exists(r, i.startsWith(r)) || !i.matches('^[^/]*[.:][^/]*/'))`;

/** Kinds with templates of pods, and where they lie. */
const templates = [
  { group: 'apps', resources: ['daemonsets', 'deployments', 'statefulsets'] },
  { group: 'argoproj.io', resources: ['rollouts'] },
].map((kind) => ({ ...kind, operations: ['UPDATE'] as const }));

const unchanged = (path: string): string => `object.${path} == oldObject.${path}`;

/** Somebody who comes as a group of operators and may not do everything anyway. */
const byOperators = (groups: readonly string[]) => ({
  name: 'by-operators',
  expression:
    `request.userInfo.groups.exists(g, g in ${list(groups)}) && ` +
    "!authorizer.group('rbac.authorization.k8s.io').resource('clusterroles').check('escalate').allowed()",
});

/** What a site says of admission, or what an environment that says nothing has. */
export const admissionOf = ({ admission }: ChartContext): NonNullable<ChartContext['admission']> =>
  admission ?? admissionSchema.parse({});

/** Rules of a site, from what is known of it. */
export function admissionRules(
  context: ChartContext,
  /** Namespaces whose pods are all ours to write. */
  ownNamespaces: readonly string[],
): AdmissionRule[] {
  const registries = [...publicRegistries, ...ownRegistries(context), ...admissionOf(context).registries];
  const annotations = Object.entries(context.kubernetes.privateLoadBalancerAnnotations);
  const isPrivate = annotations.map(
    ([key, value]) =>
      `${text(key)} in object.metadata.annotations && object.metadata.annotations[${text(key)}] == ${text(value)}`,
  );
  const operators = context.kubernetes.people?.operator ?? [];
  return [
    {
      name: 'known-registries',
      on: [...podImages],
      variables: [images],
      expression: fromKnown(registries),
      message: `images come from ${registries.join(', ')}; add others to admission.registries`,
    },
    {
      name: 'fixed-tags',
      on: [...podImages],
      variables: [images],
      expression: "variables.images.all(i, i.contains('@sha256:') || i.matches(':[^:/@]+$') && !i.endsWith(':latest'))",
      message: 'images carry a version or a digest, never none and never latest; state one',
    },
    {
      name: 'no-host-access',
      on: [...pods],
      // Namespaces with a reason to be privileged say so: see `namespaces.ts`.
      where: { key: 'pod-security.kubernetes.io/enforce', operator: 'NotIn', values: ['privileged'] },
      expression: [
        '!(has(object.spec.hostNetwork) && object.spec.hostNetwork)',
        '!(has(object.spec.hostPID) && object.spec.hostPID)',
        '!(has(object.spec.hostIPC) && object.spec.hostIPC)',
        '!(has(object.spec.volumes) && object.spec.volumes.exists(v, has(v.hostPath)))',
        'variables.run.all(c, !(has(c.securityContext) && has(c.securityContext.privileged) && c.securityContext.privileged))',
      ].join(' && '),
      variables: [run],
      message: 'pods neither mount folders of their machine, share its network or processes, nor run privileged',
    },
    {
      name: 'stated-requests',
      on: [...pods],
      where: { key: 'kubernetes.io/metadata.name', operator: 'In', values: ownNamespaces },
      variables: [run],
      expression:
        "variables.run.all(c, has(c.resources) && has(c.resources.requests) && 'cpu' in c.resources.requests && 'memory' in c.resources.requests)",
      message: 'every container requests CPU and memory; machines are made and paid for by that',
    },
    {
      name: 'no-stray-tokens',
      on: [...pods],
      mode: 'warn',
      where: { key: 'kubernetes.io/metadata.name', operator: 'In', values: ownNamespaces },
      // What the API server mounts by itself, it has mounted by now.
      expression:
        "(has(object.spec.serviceAccountName) && object.spec.serviceAccountName != 'default') || !has(object.spec.volumes) || !object.spec.volumes.exists(v, v.name.startsWith('kube-api-access-'))",
      message:
        'pods of the default service account have no token of the API server; set automountServiceAccountToken: false or name an account',
    },
    {
      name: 'private-services',
      on: [{ group: '', resources: ['services'], operations: ['CREATE', 'UPDATE'] }],
      expression: [
        "object.spec.type != 'NodePort'",
        '!(has(object.spec.externalIPs) && object.spec.externalIPs.size() > 0)',
        isPrivate.length > 0
          ? `(object.spec.type != 'LoadBalancer' || (has(object.metadata.annotations) && ${isPrivate.join(' && ')}))`
          : 'true',
      ].join(' && '),
      message: `services have no address outside the network: no node port, no external address${annotations.length > 0 ? `, and load balancers carry ${annotations.map(([key, value]) => `${key}: ${value}`).join(', ')}` : ''}`,
    },
    ...(operators.length > 0
      ? [
          {
            name: 'operators-keep-templates',
            on: templates,
            everywhere: true as const,
            mode: 'deny' as const,
            when: byOperators(operators),
            expression: unchanged('spec.template.spec'),
            message: 'operators restart and scale; what runs is changed through Git',
          },
          {
            name: 'operators-keep-schedules',
            on: [{ group: 'batch', resources: ['cronjobs'], operations: ['UPDATE' as const] }],
            everywhere: true as const,
            mode: 'deny' as const,
            when: byOperators(operators),
            expression: unchanged('spec.jobTemplate'),
            message: 'operators pause schedules; what runs is changed through Git',
          },
        ]
      : []),
  ];
}
