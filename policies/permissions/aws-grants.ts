import type { StackJson } from '../site-output';
import { amazonPolicies } from './aws/amazon-policies';
import { writtenVerbs } from './cloud-words';
import type { Grant, PipelineStep } from './pipeline-grants';

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const resources = (stack: StackJson, type: string): Resources => (stack.resource?.[type] ?? {}) as Resources;

interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string | readonly string[];
}

const statementsOf = (policy: unknown): readonly Statement[] =>
  (JSON.parse(String(policy)) as { readonly Statement: readonly Statement[] }).Statement;

const grantsOf = (policy: unknown): Grant[] =>
  statementsOf(policy).flatMap(({ Sid = 'statement', Effect, Action = [] }) =>
    Effect === 'Allow' ? [{ from: Sid, allows: [Action].flat(), own: true }] : [],
  );

/** Inline policies, the site's own ones and Amazon's, of the role that the pipeline takes for a step. */
export function awsGrants(state: StackJson, step: PipelineStep): readonly Grant[] {
  const isRole = (role: unknown): boolean =>
    Object.entries(resources(state, 'aws_iam_role')).some(
      ([id, { description }]) =>
        new RegExp(`^Pipeline of .*: ${step}$`).test(String(description)) &&
        String(role) === `\${aws_iam_role.${id}.name}`,
    );
  const inline = Object.values(resources(state, 'aws_iam_role_policy')).filter(({ role }) => isRole(role));
  const attached = Object.values(resources(state, 'aws_iam_role_policy_attachment')).filter(({ role }) => isRole(role));
  return [
    ...inline.flatMap(({ policy }) => grantsOf(policy)),
    ...attached.flatMap(({ policy_arn: arn }): Grant[] => {
      const own = Object.entries(resources(state, 'aws_iam_policy')).find(
        ([id]) => arn === `\${aws_iam_policy.${id}.arn}`,
      );
      if (own) return grantsOf(own[1].policy);
      const name = String(arn).replace(/^.*:policy\//, '');
      return [{ from: name, allows: writtenVerbs('aws', amazonPolicies[name]) }];
    }),
  ];
}
