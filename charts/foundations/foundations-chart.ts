import type { Construct } from 'constructs';
import type { ChartContext } from '../chart-context';
import type { ServiceBindings, SiteOperator } from '../operators/operator-chart';
import { addOperatorPolicies } from '../operators/operator-policies';
import { WaveChart } from '../wave-chart';
import { addAdmissionPolicies } from './admission-policies';
import { addDefaultDeny } from './default-deny';
import { addHumanRoles } from './human-roles';
import { addNamespaceLimits } from './namespace-limits';
import type { SiteNamespace } from './namespaces';
import { addPriorityClasses } from './priority-classes';
import { addStorageClass } from './storage-class';

export interface FoundationsChartProps {
  readonly context: ChartContext;
  readonly namespaces: readonly SiteNamespace[];
  readonly operators: readonly SiteOperator[];
  readonly bindings: ServiceBindings;
}

/** What must stand before any pod starts: priorities, limits, closed networks, the default volume class,
 * who may do what, and what the API server takes. */
export class FoundationsChart extends WaveChart {
  constructor(scope: Construct, { context, namespaces, operators, bindings }: FoundationsChartProps) {
    super(scope, { context, wave: 'foundations', name: 'foundations' });
    addPriorityClasses(this);
    addStorageClass(this, context);
    addHumanRoles(this, context);
    addAdmissionPolicies(this, context, namespaces);
    const serviceNamespaces = namespaces.filter(({ purpose }) => purpose === 'service').map(({ name }) => name);
    for (const namespace of serviceNamespaces) addNamespaceLimits(this, context, namespace);
    // The engine's own chart closes the engine's namespace; closing it from here would cut off who applies this.
    for (const { name, purpose } of namespaces) if (purpose !== 'gitops') addDefaultDeny(this, context, name);
    for (const operator of operators) {
      addOperatorPolicies(this, operator, { context, identity: operator.identity, bindings, serviceNamespaces });
    }
  }
}
