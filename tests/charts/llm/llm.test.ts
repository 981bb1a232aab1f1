import type { Manifest } from '../../../charts';
import { llm, monitoring } from '../../../services';
import { googleSite } from '../../fixtures/sites';
import { parseExpression } from '../monitoring/metric-names';
import { manifests, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const revision = '0123456789abcdef0123456789abcdef01234567';
const hub = { from: 'hugging-face', id: 'mistralai/Mistral-7B-Instruct-v0.3', revision };
const config = {
  ownKey: false,
  models: {
    mistral: { source: hub, parametersBillion: 7.2, replicas: { min: 0, max: 3 } },
    vectors: {
      source: { from: 'bucket', path: 'models/bge-m3' },
      parametersBillion: 0.6,
      task: 'embed',
      replicas: { min: 2, max: 2 },
    },
    wide: { source: hub, parametersBillion: 70, gpus: 4, gpuMemoryGiB: 80 },
  },
  external: {
    openai: { provider: 'openai', models: ['gpt-5'] },
    resource: { provider: 'azure-openai', host: 'acme.openai.example.com', models: ['chat'] },
  },
  tokenLimit: { tokensPerMinute: 1000, clients: { reports: 50_000 } },
};
const withConfig = (value: unknown = config) => ({
  services: { llm: llm.config.parse(value), monitoring: monitoring.config.parse({}) },
});
const own = (rendered: ReturnType<typeof renderLocal>): string[] =>
  places(rendered)
    .filter((place) => /k8s\/(40|50)-llm/.test(place))
    .map((place) => place.replace(/-[0-9a-f]{8}$/, ''));
const text = (manifest: Manifest): string => JSON.stringify(manifest);

interface Container {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly resources: { readonly limits: Record<string, unknown> };
  readonly startupProbe: {
    readonly httpGet: { readonly path: string };
    readonly periodSeconds: number;
    readonly failureThreshold: number;
  };
}
interface Pod {
  readonly nodeSelector?: Record<string, string>;
  readonly tolerations?: readonly object[];
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly {
    readonly name: string;
    readonly emptyDir?: { readonly medium?: string; readonly sizeLimit?: string };
  }[];
}
const podOf = (manifest: Manifest): Pod => specOf<{ template: { spec: Pod } }>(manifest).template.spec;

interface Cluster {
  readonly name: string;
  readonly lb_policy?: string;
  readonly transport_socket?: object;
}
interface Listener {
  readonly name: string;
  readonly address: { readonly socket_address: { readonly port_value: number } };
}
const routerFile = (rendered: ReturnType<typeof renderLocal>) =>
  (the(rendered, 'ConfigMap', 'llm-router') as unknown as { data: Record<string, string> }).data['envoy.yaml'] ?? '';
const router = (rendered: ReturnType<typeof renderLocal>) =>
  JSON.parse(routerFile(rendered)) as {
    static_resources: { clusters: readonly Cluster[]; listeners: readonly Listener[] };
  };

describe('language models', () => {
  const local = renderLocal(withConfig());
  const managed = renderManaged(withConfig({ ...config, ownKey: true }));

  it('consist of these objects', () => {
    expect(own(local)).toEqual([
      'k8s/40-llm-models/ConfigMap/llm-model-copy',
      'k8s/40-llm-models/Job/copy-mistral',
      'k8s/40-llm-models/Job/copy-wide',
      'k8s/40-llm-models/NetworkPolicy/copy-mistral',
      'k8s/40-llm-models/NetworkPolicy/copy-wide',
      'k8s/50-llm-access/HTTPRoute/llm-api',
      'k8s/50-llm/ConfigMap/llm-router',
      'k8s/50-llm/ConfigMap/llm-token-limit',
      'k8s/50-llm/Deployment/llm-router',
      'k8s/50-llm/Deployment/llm-token-limit',
      'k8s/50-llm/Deployment/model-mistral',
      'k8s/50-llm/Deployment/model-vectors',
      'k8s/50-llm/Deployment/model-wide',
      'k8s/50-llm/NetworkPolicy/llm-router',
      'k8s/50-llm/NetworkPolicy/llm-token-limit',
      'k8s/50-llm/NetworkPolicy/model-mistral',
      'k8s/50-llm/NetworkPolicy/model-vectors',
      'k8s/50-llm/NetworkPolicy/model-wide',
      'k8s/50-llm/PodDisruptionBudget/llm-router',
      'k8s/50-llm/PodDisruptionBudget/llm-token-limit',
      'k8s/50-llm/PodDisruptionBudget/model-vectors',
      'k8s/50-llm/ScaledObject/model-mistral',
      'k8s/50-llm/Service/llm-router',
      'k8s/50-llm/Service/llm-token-limit',
      'k8s/50-llm/Service/model-mistral',
      'k8s/50-llm/Service/model-mistral-replicas',
      'k8s/50-llm/Service/model-vectors',
      'k8s/50-llm/Service/model-vectors-replicas',
      'k8s/50-llm/Service/model-wide',
      'k8s/50-llm/Service/model-wide-replicas',
    ]);
  });

  it('without a model are a router and its limits', () => {
    expect(own(renderLocal(withConfig({ ownKey: false }))).filter((place) => place.includes('Deployment'))).toEqual([
      'k8s/50-llm/Deployment/llm-router',
      'k8s/50-llm/Deployment/llm-token-limit',
    ]);
  });

  describe('a model', () => {
    const pod = podOf(the(managed, 'Deployment', 'model-wide'));
    const [server] = pod.containers;

    it('goes to the GPU pool and takes all its GPUs', () => {
      const single = podOf(the(managed, 'Deployment', 'model-mistral'));
      expect(single.nodeSelector).toEqual({ 'evenkeel.dev/pool': 'gpu' });
      expect(single.tolerations).toContainEqual(expect.objectContaining({ key: 'evenkeel.dev/pool', value: 'gpu' }));
      expect(single.containers[0]?.resources.limits['nvidia.com/gpu']).toBe(1);
      expect(server?.resources.limits['nvidia.com/gpu']).toBe(4);
      expect(server?.args.join(' ')).toContain('--tensor-parallel-size 4');
    });

    it('shares memory among its processes', () => {
      expect(pod.volumes).toContainEqual({
        name: 'scratch-dev-shm',
        emptyDir: { medium: 'Memory', sizeLimit: '4096Mi' },
      });
    });

    it('is waited for as long as its weights take to load', () => {
      // 70e9 x 2 bytes are 130.4 GiB; at 100 MiB a second and 300 s: 1636 s.
      expect(server?.startupProbe).toMatchObject({
        httpGet: { path: '/health' },
        periodSeconds: 10,
        failureThreshold: 164,
      });
      const small = podOf(the(managed, 'Deployment', 'model-vectors')).containers[0];
      expect(small?.startupProbe.failureThreshold).toBe(32);
    });

    it('comes out of the bucket, never from the internet', () => {
      expect(pod.initContainers[0]?.args).toEqual([
        'artifacts',
        'download',
        '--artifact-uri',
        `store://files/hub/${hub.id}/${revision}`,
        '--dst-path',
        '/models',
      ]);
      expect(server?.args[1]).toBe(`/models/${revision}`);
      expect(server?.env).toContainEqual({ name: 'HF_HUB_OFFLINE', value: '1' });
      const policy = text(the(local, 'NetworkPolicy', 'model-wide'));
      expect(policy).not.toContain('0.0.0.0/0');
      expect(text(the(local, 'NetworkPolicy', 'copy-wide'))).toContain('"cidr":"0.0.0.0/0"');
    });

    it('turns text into vectors where that is its task', () => {
      const words = (name: string) => podOf(the(local, 'Deployment', name)).containers[0]?.args.join(' ');
      expect(words('model-vectors')).toContain('--runner pooling --convert embed');
      expect(words('model-vectors')).toContain('serve /models/bge-m3 --served-model-name vectors');
      expect(words('model-mistral')).toContain('--runner generate');
    });

    it('quantises weights that come whole, and leaves those alone that come quantised', () => {
      const words = (quantization: string) =>
        podOf(
          the(
            renderLocal(
              withConfig({ ownKey: false, models: { m: { source: hub, parametersBillion: 7, quantization } } }),
            ),
            'Deployment',
            'model-m',
          ),
        ).containers[0]?.args.join(' ');
      expect(words('fp8')).toContain('--quantization fp8');
      expect(words('awq')).not.toContain('--quantization');
    });

    it('counts what a stream has used', () => {
      expect(server?.args).toContain('--enable-force-include-usage');
    });

    it('does not wait for a second set of GPUs to be replaced, unless it has one', () => {
      expect(specOf(the(local, 'Deployment', 'model-wide'))).toMatchObject({ strategy: { type: 'Recreate' } });
      expect(specOf(the(local, 'Deployment', 'model-vectors'))).toMatchObject({ strategy: { type: 'RollingUpdate' } });
    });
  });

  describe('scaling', () => {
    const { spec } = the(local, 'ScaledObject', 'model-mistral') as unknown as {
      spec: {
        minReplicaCount: number;
        maxReplicaCount: number;
        cooldownPeriod: number;
        triggers: readonly { metadata: { query: string; threshold: string; activationThreshold: string } }[];
      };
    };

    it('follows the requests that wait, and wakes a model at rest by those that the router turns away', () => {
      expect(spec).toMatchObject({ minReplicaCount: 0, maxReplicaCount: 3, cooldownPeriod: 900 });
      const [waiting, asked] = spec.triggers.map(({ metadata }) => metadata);
      expect(waiting?.query).toContain('vllm:num_requests_waiting{namespace="llm",component="model-mistral"}');
      expect(waiting?.threshold).toBe('5');
      expect([waiting, asked].map((trigger) => parseExpression(trigger?.query ?? '').valid)).toEqual([true, true]);
      expect(asked?.query).toContain('envoy_cluster_name="model-mistral"');
      expect(asked?.activationThreshold).toBe('0');
      expect(JSON.stringify(spec.triggers)).toMatch(
        /"serverAddress":"http:\/\/[a-z-]+prometheus\.monitoring\.svc:9090"/,
      );
    });

    it('leaves the number of replicas to whoever scales', () => {
      expect(specOf(the(local, 'Deployment', 'model-mistral'))).not.toHaveProperty('replicas');
      expect(specOf(the(local, 'Deployment', 'model-vectors'))).toMatchObject({ replicas: 2 });
    });
  });

  describe('the router', () => {
    it('knows every model and provider, and sends a request where the fewest are under way', () => {
      const { clusters } = router(local).static_resources;
      expect(clusters.map(({ name }) => name)).toEqual([
        'model-mistral',
        'model-vectors',
        'model-wide',
        'external-openai',
        'external-resource',
        'token-limit',
        'admin',
      ]);
      expect(clusters.filter(({ name }) => name.startsWith('model-')).map((each) => each.lb_policy)).toEqual([
        'LEAST_REQUEST',
        'LEAST_REQUEST',
        'LEAST_REQUEST',
      ]);
    });

    it('checks the certificate of providers, and has their keys by its environment', () => {
      const { clusters } = router(local).static_resources;
      expect(JSON.stringify(clusters.find(({ name }) => name === 'external-resource')?.transport_socket)).toContain(
        '"sni":"acme.openai.example.com"',
      );
      const file = routerFile(local);
      expect(file).toContain('Bearer %ENVIRONMENT(KEY_OPENAI)%');
      expect(file).toContain('/openai/v1/');
      expect(text(the(local, 'Deployment', 'llm-router'))).toContain(
        '{"name":"KEY_OPENAI","valueFrom":{"secretKeyRef":{"key":"openai","name":"llm-external-keys"}}}',
      );
    });

    it('reaches the internet only where there are providers', () => {
      const policy = (value: unknown) => text(the(renderLocal(withConfig(value)), 'NetworkPolicy', 'llm-router'));
      expect(policy(config)).toContain('0.0.0.0/0');
      expect(policy({ ...config, external: {} })).not.toContain('0.0.0.0/0');
    });

    it('lets the gateway and pods of the site in by doors of their own', () => {
      const { ingress } = specOf<{ ingress: { from: object[]; ports: { port: number }[] }[] }>(
        the(local, 'NetworkPolicy', 'llm-router'),
      );
      expect(ingress.map(({ ports }) => ports.map(({ port }) => port))).toEqual([[8080], [8081], [8090]]);
      expect(JSON.stringify(ingress[1]?.from)).toContain('"evenkeel.dev/calls-llm":"true"');
      const { listeners } = router(local).static_resources;
      expect(listeners.map(({ name, address }) => [name, address.socket_address.port_value])).toEqual([
        ['gateway', 8080],
        ['site', 8081],
        ['health', 8090],
      ]);
    });

    it('is replaced when its configuration changes', () => {
      const annotation = (value: unknown) =>
        text(the(renderLocal(withConfig(value)), 'Deployment', 'llm-router')).match(
          /"evenkeel.dev\/configuration":"(\w+)"/,
        )?.[1];
      expect(annotation(config)).not.toBe(annotation({ ...config, timeoutSeconds: 60 }));
    });
  });

  describe('the limit of tokens', () => {
    it('holds for every client, and another one for those that are named', () => {
      const { data } = the(local, 'ConfigMap', 'llm-token-limit') as unknown as { data: Record<string, string> };
      expect(JSON.parse(data['limits.yaml'] ?? '')).toEqual({
        domain: 'llm',
        descriptors: [
          { key: 'client', rate_limit: { unit: 'minute', requests_per_unit: 1000 } },
          { key: 'client', value: 'reports', rate_limit: { unit: 'minute', requests_per_unit: 50_000 } },
        ],
      });
    });

    it('signs in to its store where that asks for it only', () => {
      const providers = { ...googleSite().providers, cache: 'managed' as const };
      const open = renderManaged({ ...withConfig({ ...config, ownKey: true }), providers });
      expect(text(the(open, 'Deployment', 'llm-token-limit'))).not.toMatch(/REDIS_AUTH|COUNTERS_PASSWORD/);
    });

    it('checks the authority of its store where that is private', () => {
      const limiter = text(the(local, 'Deployment', 'llm-token-limit'));
      expect(limiter).toContain('"name":"REDIS_TLS_CACERT","value":"/etc/ratelimit-counters/ca.crt"');
      expect(limiter).toContain('"name":"REDIS_AUTH","value":"$(COUNTERS_USER):$(COUNTERS_PASSWORD)"');
    });
  });

  it('copies a model of the hub once a commit', () => {
    const job = (commit: string) =>
      manifests(
        renderLocal(
          withConfig({ ownKey: false, models: { m: { source: { ...hub, revision: commit }, parametersBillion: 7 } } }),
        ),
      ).find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('copy-m-'))?.metadata.name;
    expect(job(revision)).toBeDefined();
    expect(job(revision)).not.toBe(job('f'.repeat(40)));
  });
});
