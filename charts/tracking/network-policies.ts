import type { Construct } from 'constructs';
import type { NetworkPeer } from '../../constructs/contracts';
import { monitoringNamespace, networkPolicy, tcp } from '../../constructs/kubernetes/network-policy';
import { tracking } from '../../services';
import { proxyLabels, siteGateway } from '../gateway-names';
import { componentLabels } from '../labels';
import { components, mlflowPort, serviceName } from './mlflow';
import type { TrackingProps } from './tracking-props';

const { namespace } = tracking;

const podsOf = (component: keyof typeof components) => componentLabels(tracking.name, components[component]).selector;

const ports = [tcp(mlflowPort)];

/** The server: from the gateway, the garbage collection and monitoring; to what its needs became. */
export function addServerPolicy(scope: Construct, { bindings }: TrackingProps): void {
  const callers: readonly NetworkPeer[] = [
    { namespace: siteGateway.namespace, podLabels: proxyLabels, ports },
    { namespace, podLabels: podsOf('garbageCollection'), ports },
    { namespace: monitoringNamespace, podLabels: {}, ports },
  ];
  networkPolicy(scope, {
    name: serviceName,
    namespace,
    podLabels: podsOf('server'),
    ingress: callers,
    egress: [...bindings.database.egress, ...bindings.artifacts.egress, ...bindings.identity.egress],
  });
}

/** The migration: to the database, and nothing else either way. */
export function addMigrationPolicy(scope: Construct, { bindings }: TrackingProps): void {
  networkPolicy(scope, {
    name: `${serviceName}-migration`,
    namespace,
    podLabels: podsOf('migration'),
    ingress: [],
    egress: bindings.database.egress,
  });
}

/** The garbage collection: to the database and the server. */
export function addGarbageCollectionPolicy(scope: Construct, { bindings }: TrackingProps): void {
  networkPolicy(scope, {
    name: `${serviceName}-garbage-collection`,
    namespace,
    podLabels: podsOf('garbageCollection'),
    ingress: [],
    egress: [...bindings.database.egress, { namespace, podLabels: podsOf('server'), ports }],
  });
}
