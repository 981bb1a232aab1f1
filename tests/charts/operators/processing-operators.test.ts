import type { Site } from '../../../environments/model';
import { processing } from '../../../services';
import { renderLocal, specOf, the } from '../site-rendering';

const rendered = renderLocal({
  services: { processing: processing.config.parse({}) },
} as unknown as Partial<Site> as Parameters<typeof renderLocal>[0]);

const valuesOf = (name: string) =>
  specOf<{ readonly source: { readonly helm: { readonly valuesObject: Readonly<Record<string, unknown>> } } }>(
    the(rendered, 'Application', name),
  ).source.helm.valuesObject;

const restricted = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

test("Flink's operator looks after the service's namespace only, by two replicas under one leader", () => {
  const values = valuesOf('flink-kubernetes-operator');
  expect(values).toMatchObject({
    watchNamespaces: ['processing'],
    replicas: 2,
    operatorSecurityContext: restricted,
    webhookSecurityContext: restricted,
    jobServiceAccount: { create: false },
  });
  // The chart's own defaults open Java's modules to Flink; without them no program starts on Java 17.
  expect(values.defaultConfiguration).toMatchObject({ create: true, append: true });
  const { 'flink-conf.yaml': configuration, ...others } = values.defaultConfiguration as Readonly<
    Record<string, string>
  >;
  expect(configuration).toContain('kubernetes.operator.leader-election.enabled: true');
  // The chart mounts one of the two files, and `flink-conf.yaml` where it is stated at all: its own values state it.
  expect(Object.keys(others)).not.toContain('config.yaml');
});

test("Spark's operator does the same, and its webhook has a certificate that is renewed", () => {
  expect(valuesOf('spark-operator')).toMatchObject({
    spark: { jobNamespaces: ['processing'], serviceAccount: { create: false }, rbac: { create: false } },
    controller: { replicas: 2, leaderElection: { enable: true }, securityContext: restricted },
    webhook: { replicas: 2, enable: true, failurePolicy: 'Fail', securityContext: restricted },
    certManager: { enable: true },
  });
});

test("the webhook of Spark's operator keeps the folder that its chart gives it for certificates", () => {
  const { controller, webhook } = valuesOf('spark-operator') as Readonly<Record<string, object>>;
  for (const pod of [controller, webhook]) {
    expect(Object.keys(pod ?? {})).toEqual(expect.not.arrayContaining(['volumes', 'volumeMounts']));
  }
});

test('Argo CD lets operators make roles where programs run', () => {
  const { destinations } = specOf<{ readonly destinations: readonly { readonly namespace: string }[] }>(
    the(rendered, 'AppProject', 'operators'),
  );
  expect(destinations.map(({ namespace }) => namespace)).toContain('processing');
});

test('job managers are reached by the operator, webhooks by the API server, and nothing else leaves', () => {
  const policy = (name: string) =>
    specOf<{ readonly egress?: readonly { readonly ports: readonly { readonly port: number }[] }[] }>(
      the(rendered, 'NetworkPolicy', name),
    );
  const ports = (name: string) => [
    ...new Set(policy(name).egress?.flatMap((rule) => rule.ports.map(({ port }) => port))),
  ];
  expect(ports('flink-kubernetes-operator-controller')).toEqual(expect.arrayContaining([443, 6443, 8081]));
  expect(ports('spark-operator-controller').sort()).toEqual([443, 6443]);
});
