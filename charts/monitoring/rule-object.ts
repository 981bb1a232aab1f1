import type { IPrometheusRule } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule';
import type { Construct } from 'constructs';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { namespace } from './parts';
import type { RuleGroup } from './rule-group';

/** Groups of rules under one name; nothing where there are none. */
export function addRules(scope: Construct, name: string, groups: readonly RuleGroup[]): void {
  if (groups.length === 0) return;
  const rules: IPrometheusRule = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name, namespace },
    spec: {
      groups: groups.map(({ name: group, interval, rules: own }) => ({
        name: group,
        interval,
        rules: own.map((rule) => ({ ...rule })),
      })),
    },
  };
  typedObject(scope, rules);
}
