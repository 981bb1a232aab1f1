import type { Site } from '../../../environments/model';
import { streaming } from '../../../services';
import { renderLocal, specOf, the } from '../site-rendering';

const rendered = renderLocal({
  services: { streaming: streaming.config.parse({}) },
} as unknown as Partial<Site> as Parameters<typeof renderLocal>[0]);

const values = specOf<{
  readonly source: { readonly helm: { readonly valuesObject: Readonly<Record<string, unknown>> } };
}>(the(rendered, 'Application', 'strimzi-drain-cleaner')).source.helm.valuesObject;

test('nothing but Strimzi moves servers of Kafka, and it hears of every machine that is emptied', () => {
  expect(specOf(the(rendered, 'Kafka', 'kafka'))).toMatchObject({
    kafka: { template: { podDisruptionBudget: { maxUnavailable: 0 } } },
  });
  expect(values.env).toEqual(
    expect.arrayContaining([
      { name: 'STRIMZI_DRAIN_KAFKA', value: 'true' },
      { name: 'STRIMZI_DENY_EVICTION', value: 'false' },
    ]),
  );
});

test('the webhook outlives the machine that is emptied', () => {
  expect(values).toMatchObject({
    replicaCount: 2,
    podDisruptionBudget: { create: true, minAvailable: 1 },
    image: { tag: '1.6.1' },
    certManager: { create: true },
  });
});

test('it is restricted by the one context that its chart has', () => {
  expect(values.securityContext).toMatchObject({
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(values).not.toHaveProperty('podSecurityContext');
});

test('Argo CD lets Strimzi make roles where Kafka runs', () => {
  const { destinations } = specOf<{ readonly destinations: readonly { readonly namespace: string }[] }>(
    the(rendered, 'AppProject', 'operators'),
  );
  expect(destinations.map(({ namespace }) => namespace)).toContain('streaming');
});

test('the API server reaches it, and it reaches nothing but the API server', () => {
  const { ingress, egress = [] } = specOf<{
    ingress: { ports: { port: number }[] }[];
    egress?: { ports: { port: number }[] }[];
  }>(the(rendered, 'NetworkPolicy', 'strimzi-drain-cleaner-webhook'));
  expect([...new Set(ingress.flatMap(({ ports }) => ports.map(({ port }) => port)))]).toEqual([8443]);
  expect([...new Set(egress.flatMap(({ ports }) => ports.map(({ port }) => port)))].sort()).toEqual([443, 6443]);
});
