import { everyModel, servingServices } from '../serving/serving-sites';
import { renderManaged, specOf, the } from '../site-rendering';

const rendered = renderManaged({ services: servingServices(everyModel) });

const valuesOf = <Values = Readonly<Record<string, unknown>>>(name: string) =>
  specOf<{ readonly source: { readonly helm: { readonly valuesObject: Values } } }>(the(rendered, 'Application', name))
    .source.helm.valuesObject;

interface RolloutsValues {
  readonly controller: {
    readonly podLabels: object;
    readonly initContainers: readonly [
      { readonly image: string; readonly command: readonly string[]; readonly securityContext: object },
    ];
    readonly volumes: readonly { readonly name: string }[];
    readonly volumeMounts: readonly [{ readonly name: string; readonly mountPath: string }];
    readonly trafficRouterPlugins: readonly [{ readonly location: string }];
  };
  readonly providerRBAC: { readonly providers: Readonly<Record<string, boolean>> };
}

const policy = (name: string) =>
  specOf<{
    readonly ingress?: readonly { readonly ports: readonly { readonly port: number }[] }[];
    readonly egress?: readonly {
      readonly to: readonly { readonly ipBlock?: { readonly cidr: string } }[];
      readonly ports: readonly { readonly port: number }[];
    }[];
  }>(the(rendered, 'NetworkPolicy', name));

describe('Argo Rollouts', () => {
  const { controller, providerRBAC } = valuesOf<RolloutsValues>('argo-rollouts');
  const [copy] = controller.initContainers;

  test('has the plugin of the Gateway API as a file of a pinned image: no start depends on a download', () => {
    const [{ location }] = controller.trafficRouterPlugins;
    expect(copy.image).toMatch(/:v\d+\.\d+\.\d+$/);
    expect(location).toBe(`file://${copy.command.at(-1)}`);
    const [mount] = controller.volumeMounts;
    expect(location).toContain(`file://${mount.mountPath}/`);
    expect(controller.volumes).toEqual([expect.objectContaining({ name: mount.name })]);
  });

  test('the copying is restricted like everything else', () => {
    expect(copy.securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      runAsNonRoot: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test('may shift routes of the Gateway API, and has no rights over other gateways', () => {
    expect(Object.entries(providerRBAC.providers).filter(([, allowed]) => allowed)).toEqual([['gatewayAPI', true]]);
  });

  test('reaches Prometheus and the API server, and nothing outside', () => {
    expect(controller.podLabels).toEqual({ 'evenkeel.dev/calls-monitoring': 'true' });
    const egress = policy('argo-rollouts-controller').egress ?? [];
    expect(egress.flatMap(({ ports }) => ports.map(({ port }) => port))).toContain(9090);
    expect(JSON.stringify(egress)).not.toContain('0.0.0.0/0');
  });

  test('its definitions outlive it', () => {
    expect(valuesOf('argo-rollouts')).toMatchObject({ installCRDs: true, keepCRDs: true });
  });
});

describe('KServe', () => {
  test('comes after its definitions, and makes Deployments without routes', () => {
    const wave = (name: string) =>
      Number(the(rendered, 'Application', name).metadata.annotations?.['argocd.argoproj.io/sync-wave']);
    expect(wave('kserve')).toBeGreaterThan(wave('kserve-crd'));
    expect(valuesOf('kserve')).toMatchObject({
      kserve: {
        controller: { deploymentMode: 'Standard', gateway: { disableIngressCreation: true } },
        localmodel: { enabled: false },
      },
    });
  });

  test('may make what fetches models, which stands outside of namespaces', () => {
    const { clusterResourceWhitelist } = specOf<{ clusterResourceWhitelist: readonly object[] }>(
      the(rendered, 'AppProject', 'operators'),
    );
    expect(clusterResourceWhitelist).toContainEqual({ group: 'serving.kserve.io', kind: 'ClusterStorageContainer' });
    expect(JSON.stringify(specOf(the(renderManaged({ services: {} }), 'AppProject', 'operators')))).not.toContain(
      'kserve',
    );
  });

  test('is not held to the tenth of a processor that its chart allows', () => {
    const { kserve } = valuesOf<{ kserve: { controller: { resources: { limits: { cpu: string } } } } }>('kserve');
    expect(kserve.controller.resources.limits.cpu).toBe('2');
  });

  test('leaves the resources of a model as the model states them', () => {
    const none = { cpu: '', memory: '' };
    expect(valuesOf('kserve')).toMatchObject({
      kserve: { inferenceservice: { resources: { limits: none, requests: none } } },
    });
  });
});

test('Prometheus lets in who says that it asks', () => {
  expect(JSON.stringify(policy('kube-prometheus-stack-prometheus'))).toContain('evenkeel.dev/calls-monitoring');
});
