import type { HelmValues } from './operator-chart';

/** A pinned Helm chart with its values, ready for either engine. */
export interface OperatorRelease {
  readonly name: string;
  readonly namespace: string;
  /** Other namespaces that the chart puts objects into. */
  readonly alsoIn: readonly string[];
  /** `<group>/<kind>` of its own definitions that stand outside of namespaces and that the chart makes. */
  readonly clusterKinds: readonly string[];
  /** `https://…`, or `oci://…`. */
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly values: HelmValues;
  /** How many operators stand before it. */
  readonly depth: number;
  /** Operators that must be healthy first. */
  readonly after: readonly string[];
}
