import type { IKustomization } from '@kubernetes-models/flux-cd/kustomize.toolkit.fluxcd.io/v1/Kustomization';

type Expressions = Required<NonNullable<IKustomization['spec']>>['healthCheckExprs'][number];
type Health = Omit<Expressions, 'apiVersion' | 'kind'>;

const hasCondition = (type: string): Health => ({
  inProgress: `!has(status.conditions) || !status.conditions.exists(c, c.type == '${type}')`,
  // Of operators that say which generation they speak of, what they said of the one before does not count.
  current: `status.conditions.exists(c, c.type == '${type}' && c.status == 'True' && (!has(c.observedGeneration) || c.observedGeneration == metadata.generation))`,
});

const ready = hasCondition('Ready');

/**
 * When a custom resource is fine, by its kind. Flux takes one that its operator has not looked at yet for fine, and the
 * next wave would start before the database exists. An expression over a status that is not there yet counts as not yet.
 * Argo CD knows these kinds itself.
 */
const customHealth: Readonly<Record<string, Health>> = {
  // It states no condition that Flux knows; it is fine as long as it has not given up.
  'argoproj.io/v1alpha1/Rollout': {
    inProgress: '!has(status.phase)',
    failed: "status.phase == 'Degraded'",
    current: "status.phase in ['Healthy', 'Progressing', 'Paused']",
  },
  'cert-manager.io/v1/Certificate': ready,
  'cert-manager.io/v1/ClusterIssuer': ready,
  'cert-manager.io/v1/Issuer': ready,
  'external-secrets.io/v1/ClusterSecretStore': ready,
  'external-secrets.io/v1/ExternalSecret': ready,
  'external-secrets.io/v1/SecretStore': ready,
  'flink.apache.org/v1beta1/FlinkDeployment': {
    inProgress: '!has(status.jobManagerDeploymentStatus)',
    failed: "status.jobManagerDeploymentStatus == 'ERROR'",
    current: "status.jobManagerDeploymentStatus == 'READY'",
  },
  'gateway.networking.k8s.io/v1/Gateway': hasCondition('Programmed'),
  'kafka.strimzi.io/v1/Kafka': ready,
  'kafka.strimzi.io/v1/KafkaMirrorMaker2': ready,
  'kafka.strimzi.io/v1/KafkaTopic': ready,
  'kafka.strimzi.io/v1/KafkaUser': ready,
  'postgresql.cnpg.io/v1/Cluster': ready,
  'psmdb.percona.com/v1/PerconaServerMongoDB': {
    inProgress: '!has(status.state)',
    failed: "status.state == 'error'",
    current: "status.state == 'ready'",
  },
};

/** Health checks of those of these kinds that need one; each kind as `<group>/<version>/<kind>`. */
export const healthChecksOf = (kinds: readonly string[]): Expressions[] =>
  kinds.flatMap((name) => {
    const health = customHealth[name];
    const cut = name.lastIndexOf('/');
    return health ? [{ apiVersion: name.slice(0, cut), kind: name.slice(cut + 1), ...health }] : [];
  });
