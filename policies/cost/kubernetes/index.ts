import type { Manifest } from '../../site-output';
import { type Charge, usage } from '../pricing';
import { valueAt } from '../resource';
import { Unpriceable } from '../unpriceable';
import { type ClusterContext, clusterPricing } from './cluster';
import { automaticMachines } from './machines';
import { isSchedule, restOf } from './off-hours';
import { volumeClaims } from './volumes';

/** Parameters of the class of a volume: the one it names, or the default of the cluster. */
function classParameters(name: string | undefined, objects: readonly Manifest[]): unknown {
  const classes = objects.filter(({ kind }) => kind === 'StorageClass');
  const chosen =
    name === undefined
      ? classes.find(({ metadata }) => metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true')
      : classes.find(({ metadata }) => metadata.name === name);
  if (name !== undefined && !chosen) throw new Unpriceable(`nobody says what the storage class ${name} is`);
  return chosen?.parameters;
}

/** Volumes that the object makes the cluster buy; a scratch volume is there for a share of the month. */
function volumes(object: Manifest, context: ClusterContext): Charge[] {
  const { volume } = clusterPricing[context.cloud];
  return volumeClaims(object).flatMap(({ gib, storageClass, count, scratch }) =>
    volume(gib, classParameters(storageClass, context.objects)).map(({ item, quantity }) =>
      scratch
        ? usage(item, quantity * count * context.assume('scheduledVolumeShare'))
        : { item, quantity: quantity * count },
    ),
  );
}

const balancer = (_: Manifest, context: ClusterContext) => clusterPricing[context.cloud].balancer(context);

const service = (object: Manifest, context: ClusterContext) =>
  valueAt(object.spec, 'type') === 'LoadBalancer' ? balancer(object, context) : [];

/** A gateway has a balancer, unless what runs it is kept inside the cluster. */
const gateway = (object: Manifest, context: ClusterContext) => {
  const kept = context.objects.some(
    ({ kind, spec }) => kind === 'EnvoyProxy' && valueAt(spec, 'provider.kubernetes.envoyService.type') === 'ClusterIP',
  );
  return kept ? [] : balancer(object, context);
};

/** Costs nothing, and says how long machines run: unread, the bill would be too high without a word. */
const configMap = (object: Manifest, { objects }: ClusterContext): readonly Charge[] => {
  if (isSchedule(object)) restOf(objects);
  return [];
};

type KindPricer = (object: Manifest, context: ClusterContext) => readonly Charge[];

/** Kinds that make the cluster buy something of its cloud. Pods are paid for by the machines that they run on. */
const pricers: Readonly<Record<string, KindPricer>> = {
  StatefulSet: volumes,
  PersistentVolumeClaim: volumes,
  KafkaNodePool: volumes,
  PerconaServerMongoDB: volumes,
  Application: volumes,
  HelmRelease: volumes,
  Cluster: volumes,
  CronJob: volumes,
  Job: volumes,
  Deployment: volumes,
  DaemonSet: volumes,
  Rollout: volumes,
  Pod: volumes,
  ConfigMap: configMap,
  Service: service,
  Gateway: gateway,
  NodePool: automaticMachines,
  ComputeClass: automaticMachines,
};

/** API groups whose objects run on machines, or only say how something is to be: none of them buys anything. */
const freeGroups = new Set([
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'autoscaling',
  'barmancloud.cnpg.io',
  'cert-manager.io',
  'chaos-mesh.org',
  'external-secrets.io',
  'flink.apache.org',
  'gateway.envoyproxy.io',
  'gateway.networking.k8s.io',
  'generators.external-secrets.io',
  'helm.toolkit.fluxcd.io',
  'karpenter.azure.com',
  'karpenter.k8s.aws',
  'keda.sh',
  'kustomize.toolkit.fluxcd.io',
  'monitoring.coreos.com',
  'networking.gke.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'scheduling.k8s.io',
  'snapshot.storage.k8s.io',
  'source.toolkit.fluxcd.io',
  'sparkoperator.k8s.io',
  'storage.k8s.io',
  'velero.io',
]);

/** The same of single kinds, whose groups have others that buy. */
const freeKinds = new Set([
  'AnalysisTemplate',
  'AppProject',
  'Kafka',
  'KafkaConnect',
  'KafkaConnector',
  'KafkaMirrorMaker2',
  'KafkaTopic',
  'KafkaUser',
  'LimitRange',
  'Namespace',
  'PersistentVolume',
  'ResourceQuota',
  'Secret',
  'ServiceAccount',
]);

/** What an object makes the cluster buy; `undefined`: nobody knows whether it buys anything. */
export function priceObject(object: Manifest, context: ClusterContext): readonly Charge[] | undefined {
  const pricer = pricers[object.kind];
  if (pricer) return pricer(object, context);
  const [group, version] = `${object.apiVersion}`.split('/');
  return freeKinds.has(object.kind) || (version !== undefined && freeGroups.has(group ?? '')) ? [] : undefined;
}
