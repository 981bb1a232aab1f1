import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { Construct } from 'constructs';
import type { AwsSite, CiTrust } from '../../../environments/model';
import { keepsAccount } from '../../contracts';
import { policyDocument, type Statement } from '../iam';
import { accountArn, ciRoleName, managedPolicy, trustPath } from '../names';
import { governanceReads, governanceStatements } from './ci-governance';
import { applyStatements } from './ci-permissions';
import { planPolicies, planReads } from './ci-reads';
import { spendingReads, spendingStatements } from './ci-spending';

export interface AwsCiTrustProps {
  readonly site: AwsSite;
  readonly trust: CiTrust;
  readonly stateBucketArn: string;
  readonly stateKeyId: string;
}

/** What the pipeline asks its token for. */
const audience = 'sts.amazonaws.com';

/** How IAM names an issuer. */
const withoutScheme = (issuer: string): string => issuer.replace(/^https:\/\//, '');

/**
 * The pipeline signs in with the token its runner is given: no key is stored anywhere. Two roles, one to plan and one to
 * apply, each for exactly one token subject. An account knows an issuer once: the first of its sites
 * makes it.
 */
export class AwsCiTrust extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: AwsCiTrustProps,
  ) {
    super(scope, id);
    const { site, trust, stateBucketArn: state, stateKeyId } = props;
    const issuerArn = keepsAccount(site)
      ? new IamOpenidConnectProvider(this, 'issuer', { url: trust.issuer, clientIdList: [audience] }).arn
      : accountArn(site, `oidc-provider/${withoutScheme(trust.issuer)}`);

    const readState: Statement[] = [
      { sid: 'ListState', actions: ['s3:ListBucket'], resources: [state] },
      { sid: 'ReadState', actions: ['s3:GetObject'], resources: [`${state}/*`] },
      {
        sid: 'Lock',
        actions: ['s3:DeleteObject', 's3:PutObject'],
        resources: [`${state}/*.tflock`],
      },
      { sid: 'StateKey', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [stateKeyId] },
    ];
    const writeState: Statement = { sid: 'WriteState', actions: ['s3:PutObject'], resources: [`${state}/*.tfstate`] };

    const plan = this.role('plan', trust.planSubject, issuerArn, props);
    this.allow(plan, 'plan', [planReads(site), ...governanceReads(site), ...spendingReads(site), ...readState]);
    const apply = this.role('apply', trust.applySubject, issuerArn, props);
    this.allow(apply, 'apply', [...readState, writeState]);
    this.mayChange(apply, 'changes', `What the pipeline may change on ${site.name}`, applyStatements(site));
    const account = governanceStatements(site);
    // A policy of its own: one has room for 6144 characters.
    if (account.length > 0)
      this.mayChange(apply, 'account', `What the pipeline may change of the account of ${site.name}`, account);
    const spending = spendingStatements(site);
    if (spending.length > 0)
      this.mayChange(apply, 'spending', `What the pipeline may change of budgets of ${site.name}`, spending);
  }

  /** Applying plans first, so both roles read. */
  private role(step: 'plan' | 'apply', subject: string, issuerArn: string, { site, trust }: AwsCiTrustProps): IamRole {
    const claims = withoutScheme(trust.issuer);
    const role = new IamRole(this, step, {
      name: ciRoleName(site, step),
      path: trustPath(site),
      description: `Pipeline of ${site.name}: ${step}`,
      maxSessionDuration: 3600,
      assumeRolePolicy: policyDocument([
        {
          actions: ['sts:AssumeRoleWithWebIdentity'],
          principals: { Federated: issuerArn },
          conditions: { StringEquals: { [`${claims}:aud`]: audience, [`${claims}:sub`]: subject } },
        },
      ]),
    });
    for (const policy of planPolicies) {
      new IamRolePolicyAttachment(this, `${step}-${policy.replace(/^.*\//, '')}`, {
        role: role.name,
        policyArn: managedPolicy(policy),
      });
    }
    return role;
  }

  private mayChange(role: IamRole, name: string, description: string, statements: readonly Statement[]): void {
    const { site } = this.props;
    const policy = new IamPolicy(this, name, {
      name: `${ciRoleName(site, 'apply')}-${name}`,
      path: trustPath(site),
      description,
      policy: policyDocument(statements),
    });
    new IamRolePolicyAttachment(this, `apply-${name}`, { role: role.name, policyArn: policy.arn });
  }

  private allow(role: IamRole, step: string, statements: readonly Statement[]): void {
    new IamRolePolicy(this, `${step}-state`, { name: 'state', role: role.name, policy: policyDocument(statements) });
  }
}
