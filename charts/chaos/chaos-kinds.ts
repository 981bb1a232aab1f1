/** Kinds of Chaos Mesh, as far as they are made here. Source: its definitions, release 2.8.3. */

export interface PodSelector {
  readonly namespaces: readonly string[];
  readonly nodes?: readonly string[];
  readonly nodeSelectors?: Readonly<Record<string, string>>;
}

interface Chosen {
  readonly selector: PodSelector;
  readonly mode: 'all' | 'fixed-percent';
  /** Per cent. Only of `fixed-percent`. */
  readonly value?: string;
}

export interface PodChaosSpec extends Chosen {
  readonly action: 'pod-kill';
  /** Seconds between the warning and the end. */
  readonly gracePeriod: number;
}

export interface NetworkChaosSpec extends Chosen {
  readonly action: 'delay' | 'partition';
  readonly direction: 'to' | 'both';
  readonly target?: Chosen;
  /** Addresses outside of pods. */
  readonly externalTargets?: readonly string[];
  readonly delay?: { readonly latency: string };
}

export interface StatusCheckSpec {
  readonly mode: 'Synchronous' | 'Continuous';
  readonly type: 'HTTP';
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
  readonly successThreshold: number;
  readonly http: {
    readonly url: string;
    readonly method: 'GET';
    readonly criteria: { readonly statusCode: string };
  };
}

export type WorkflowTemplate = { readonly name: string; readonly deadline: string } & (
  | { readonly templateType: 'Serial' | 'Parallel'; readonly children: readonly string[] }
  | { readonly templateType: 'StatusCheck'; readonly abortWithStatusCheck: true; readonly statusCheck: StatusCheckSpec }
  | { readonly templateType: 'PodChaos'; readonly podChaos: PodChaosSpec }
  | { readonly templateType: 'NetworkChaos'; readonly networkChaos: NetworkChaosSpec }
);

export interface ChaosSchedule {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'Schedule';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly schedule: string;
    readonly type: 'Workflow';
    /** One that still runs is not begun again. */
    readonly concurrencyPolicy: 'Forbid';
    readonly historyLimit: number;
    /** One that could not begin in time is left out: nobody expects it later. */
    readonly startingDeadlineSeconds: number;
    readonly workflow: { readonly entry: string; readonly templates: readonly WorkflowTemplate[] };
  };
}
