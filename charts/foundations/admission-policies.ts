import type { Construct } from 'constructs';
import type { IValidatingAdmissionPolicy } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy';
import type { IValidatingAdmissionPolicyBinding } from 'kubernetes-models/admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { operators as catalogue } from '../../services';
import type { ChartContext } from '../chart-context';
import { type AdmissionRule, admissionOf, admissionRules } from './admission-rules';
import { gitopsRules } from './gitops-rules';
import type { SiteNamespace } from './namespaces';

const group = 'admissionregistration.k8s.io';

const chartNamespaces: ReadonlySet<string> = new Set(Object.values(catalogue).map(({ namespace }) => namespace));

type Action = 'Deny' | 'Warn' | 'Audit';
const actions: Readonly<Record<'deny' | 'warn', Action[]>> = { deny: ['Deny', 'Audit'], warn: ['Warn', 'Audit'] };

const namespaceSelector = (context: ChartContext, { everywhere, where }: AdmissionRule) =>
  everywhere
    ? {}
    : {
        namespaceSelector: {
          matchLabels: { 'evenkeel.dev/site': context.site },
          ...(where ? { matchExpressions: [{ ...where, values: [...where.values] }] } : {}),
        },
      };

/**
 * Rules of the site in force in its API server, whoever applies something. They speak of the site's own namespaces;
 * those of the cloud are the cloud's. Pods of third-party charts, in namespaces that have such, state their requests and
 * accounts as their makers saw fit.
 */
export function addAdmissionPolicies(
  scope: Construct,
  context: ChartContext,
  namespaces: readonly SiteNamespace[],
): void {
  const own = namespaces
    .filter(({ name, purpose }) => purpose === 'service' && !chartNamespaces.has(name))
    .map(({ name }) => name);
  for (const rule of [...admissionRules(context, own), ...gitopsRules(context)]) {
    const name = `evenkeel-${rule.name}`;
    const policy: IValidatingAdmissionPolicy = {
      apiVersion: `${group}/v1`,
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name },
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          ...namespaceSelector(context, rule),
          resourceRules: rule.on.map(({ group: apiGroup, resources, operations }) => ({
            apiGroups: [apiGroup],
            apiVersions: ['*'],
            resources: [...resources],
            operations: [...operations],
          })),
        },
        ...(rule.when ? { matchConditions: [rule.when] } : {}),
        ...(rule.variables ? { variables: rule.variables.map((variable) => ({ ...variable })) } : {}),
        validations: [{ expression: rule.expression, message: rule.message, reason: 'Forbidden' }],
      },
    };
    typedObject(scope, policy);
    const binding: IValidatingAdmissionPolicyBinding = {
      apiVersion: `${group}/v1`,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: {
        policyName: name,
        validationActions: actions[rule.mode ?? admissionOf(context).mode],
      },
    };
    typedObject(scope, binding);
  }
}
