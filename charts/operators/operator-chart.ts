import type { BindingsOf, IdentityBinding, NetworkPeer } from '../../constructs/contracts';
import type { NeedsOf, OperatorName, ServiceName, Services } from '../../services';
import type { ChartContext } from '../chart-context';

/** Values of a Helm chart. */
export type HelmValues = Readonly<Record<string, unknown>>;

/** What the needs of the site's services became, by service. */
export type ServiceBindings = { readonly [S in ServiceName]?: BindingsOf<NeedsOf<Services[S]>> };

/** One operator of a site, with the identity that its pods run as, where it has one. */
export interface SiteOperator {
  readonly name: OperatorName;
  readonly identity?: IdentityBinding;
}

export interface OperatorProps {
  readonly context: ChartContext;
  readonly identity?: IdentityBinding;
  /** For the charts that are part of a service. */
  readonly bindings: ServiceBindings;
  /** Namespaces of the site's services. */
  readonly serviceNamespaces: readonly string[];
}

/** One set of pods of an operator, and who they talk to besides DNS and the API server. */
export interface OperatorTraffic {
  /** Names the policy. */
  readonly name: string;
  /** Default: every pod of the namespace. */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Ports that the API server calls: admission webhooks. */
  readonly webhookPorts?: readonly number[];
  readonly metricsPorts?: readonly number[];
  readonly ingress?: readonly NetworkPeer[];
  readonly egress?: readonly NetworkPeer[];
  /** Default: true. */
  readonly reachesApiServer?: boolean;
}

/** How a site runs an operator: the values of its Helm chart, and its traffic. */
export interface OperatorChart {
  values(props: OperatorProps): HelmValues;
  traffic(props: OperatorProps): readonly OperatorTraffic[];
  /** Labels of the pods for which the Helm chart makes no disruption budget of its own. */
  readonly budgetFor?: Readonly<Record<string, string>>;
}
