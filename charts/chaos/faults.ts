import { poolLabel } from '../../environments/model';
import type { ChaosExperiment } from '../../environments/schema/chaos-schema';
import { type ServiceDefinition, type ServiceName, services } from '../../services';
import type { NetworkChaosSpec, PodChaosSpec, PodSelector, WorkflowTemplate } from './chaos-kinds';

type Fault = ChaosExperiment['fault'];
type FaultTemplate =
  | Omit<Extract<WorkflowTemplate, { templateType: 'PodChaos' }>, 'name' | 'deadline'>
  | Omit<Extract<WorkflowTemplate, { templateType: 'NetworkChaos' }>, 'name' | 'deadline'>;

/** What a fault is rendered from. */
interface FaultPlace {
  readonly service: ServiceName;
  /** Namespaces of all services but those that watch. */
  readonly everybody: readonly string[];
}

const catalogue: Readonly<Record<ServiceName, ServiceDefinition>> = services;
const podsOf = (service: ServiceName): PodSelector => ({ namespaces: [catalogue[service].namespace] });

/** Seconds that a pod has at its end. Clouds warn for 30 s at least before they take a machine back. */
const graceSeconds = { killed: 0, reclaimed: 30 } as const;

const podChaos = (spec: Omit<PodChaosSpec, 'action'>): FaultTemplate => ({
  templateType: 'PodChaos',
  podChaos: { action: 'pod-kill', ...spec },
});
const networkChaos = (spec: NetworkChaosSpec): FaultTemplate => ({ templateType: 'NetworkChaos', networkChaos: spec });

/** Pods that nobody hears any more, as when the power of their machine is gone: they run, and no answer leaves them. */
const unheard = (selector: PodSelector): FaultTemplate =>
  networkChaos({ action: 'partition', direction: 'to', mode: 'all', selector, externalTargets: ['0.0.0.0/0'] });

/** How Chaos Mesh makes each fault. */
const templates: {
  readonly [K in Fault['kind']]: (fault: Extract<Fault, { kind: K }>, place: FaultPlace) => FaultTemplate;
} = {
  'pod-kill': ({ percent }, { service }) =>
    podChaos({
      selector: podsOf(service),
      mode: 'fixed-percent',
      value: `${percent}`,
      gracePeriod: graceSeconds.killed,
    }),
  latency: ({ to, milliseconds }, { service }) =>
    networkChaos({
      action: 'delay',
      direction: 'to',
      mode: 'all',
      selector: podsOf(service),
      target: { mode: 'all', selector: podsOf(to) },
      delay: { latency: `${milliseconds}ms` },
    }),
  partition: ({ from }, { service }) =>
    networkChaos({
      action: 'partition',
      direction: 'both',
      mode: 'all',
      selector: podsOf(service),
      target: { mode: 'all', selector: podsOf(from) },
    }),
  'zone-loss': ({ zone }, { everybody }) =>
    unheard({ namespaces: everybody, nodeSelectors: { 'topology.kubernetes.io/zone': zone } }),
  'node-loss': ({ node }, { everybody }) => unheard({ namespaces: everybody, nodes: [node] }),
  'spot-reclaim': ({ percent }, { everybody }) =>
    podChaos({
      selector: { namespaces: everybody, nodeSelectors: { [poolLabel]: 'spot' } },
      mode: 'fixed-percent',
      value: `${percent}`,
      gracePeriod: graceSeconds.reclaimed,
    }),
};

/** The step of a workflow that makes a fault. */
export const faultTemplate = (fault: Fault, place: FaultPlace): FaultTemplate =>
  (templates[fault.kind] as (fault: Fault, place: FaultPlace) => FaultTemplate)(fault, place);
