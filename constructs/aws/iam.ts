import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSite } from '../../environments/model';
import { boundaryArn, eksName, managedPolicy, regionalArn, roleName, rolePath } from './names';

export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
export type Principals = '*' | Readonly<Record<string, string | readonly string[]>>;

/** One statement of a policy. */
export interface Statement {
  /** Letters and digits. Default: none. */
  readonly sid?: string;
  /** Default: `Allow`. */
  readonly effect?: 'Allow' | 'Deny';
  readonly actions?: readonly string[];
  /** Everything but these. */
  readonly notActions?: readonly string[];
  /** Default: none, as trust policies have none. */
  readonly resources?: readonly string[];
  /** Only in policies of resources. */
  readonly principals?: Principals;
  readonly conditions?: Conditions;
}

/** IAM's own way to write a list of one. */
const oneOrMany = (values: readonly string[]): string | readonly string[] =>
  values.length === 1 ? (values[0] ?? []) : values;

/** A policy document as JSON. Plain text with references in it: data sources would need the account to answer. */
export const policyDocument = (statements: readonly Statement[]): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map((statement) => ({
      ...(statement.sid ? { Sid: statement.sid } : {}),
      Effect: statement.effect ?? 'Allow',
      ...(statement.principals ? { Principal: statement.principals } : {}),
      ...(statement.actions ? { Action: statement.actions } : {}),
      ...(statement.notActions ? { NotAction: statement.notActions } : {}),
      ...(statement.resources ? { Resource: oneOrMany(statement.resources) } : {}),
      ...(statement.conditions ? { Condition: statement.conditions } : {}),
    })),
  });

/** Statements that differ in their resources only, as one: inline policies have a size limit. */
export function mergeGrants(grants: readonly Statement[]): Statement[] {
  const merged = new Map<string, Statement>();
  for (const grant of grants) {
    const id = JSON.stringify([grant.actions, grant.conditions]);
    const before = merged.get(id)?.resources ?? [];
    merged.set(id, { ...grant, resources: [...new Set([...before, ...(grant.resources ?? [])])] });
  }
  return [...merged.values()];
}

/** Trust in an AWS service. */
export const serviceTrust = (service: string, conditions?: Conditions): Statement[] => [
  { actions: ['sts:AssumeRole'], principals: { Service: service }, conditions },
];

export interface PodTrustProps {
  readonly site: AwsSite;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Trust in the pods of one service account of the site's cluster, by EKS Pod Identity. */
export const podTrust = ({ site, namespace, serviceAccount }: PodTrustProps): Statement[] => [
  {
    actions: ['sts:AssumeRole', 'sts:TagSession'],
    principals: { Service: 'pods.eks.amazonaws.com' },
    conditions: {
      StringEquals: {
        'aws:RequestTag/eks-cluster-arn': regionalArn(site, 'eks', `cluster/${eksName(site)}`),
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      },
    },
  },
];

export interface AwsRoleProps {
  readonly site: AwsSite;
  /** Parts of the role's name after the site. */
  readonly name: readonly string[];
  readonly description: string;
  readonly trust: readonly Statement[];
  /** What it may do. Default: nothing of its own. */
  readonly grants?: readonly Statement[];
  /** Names of Amazon's policies. Default: none. */
  readonly managedPolicies?: readonly string[];
}

/** A role under the site's path and boundary. */
export class AwsRole extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What uses the role waits for these: without them it may do nothing. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: AwsRoleProps) {
    super(scope, id);
    const { site, grants = [], managedPolicies = [] } = props;
    const role = new IamRole(this, 'role', {
      name: roleName(site, ...props.name),
      path: rolePath(site),
      description: props.description,
      assumeRolePolicy: policyDocument(props.trust),
      permissionsBoundary: boundaryArn(site),
      maxSessionDuration: 3600,
    });
    this.arn = role.arn;
    this.name = role.name;
    const attached = managedPolicies.map(
      (policy) =>
        new IamRolePolicyAttachment(this, policy.replace(/^.*\//, ''), {
          role: role.name,
          policyArn: managedPolicy(policy),
        }),
    );
    const inline =
      grants.length === 0
        ? []
        : [new IamRolePolicy(this, 'grants', { name: 'grants', role: role.name, policy: policyDocument(grants) })];
    this.ready = [...attached, ...inline];
  }
}
