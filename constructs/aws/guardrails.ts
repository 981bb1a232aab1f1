import { EbsEncryptionByDefault } from '@cdktf/provider-aws/lib/ebs-encryption-by-default';
import { EbsSnapshotBlockPublicAccess } from '@cdktf/provider-aws/lib/ebs-snapshot-block-public-access';
import { Ec2ImageBlockPublicAccess } from '@cdktf/provider-aws/lib/ec2-image-block-public-access';
import { Ec2InstanceMetadataDefaults } from '@cdktf/provider-aws/lib/ec2-instance-metadata-defaults';
import { Ec2SerialConsoleAccess } from '@cdktf/provider-aws/lib/ec2-serial-console-access';
import { OrganizationsPolicy } from '@cdktf/provider-aws/lib/organizations-policy';
import { OrganizationsPolicyAttachment } from '@cdktf/provider-aws/lib/organizations-policy-attachment';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { S3AccountPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-account-public-access-block';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSite, GuardrailSettings } from '../../environments/model';
import type { GuardrailName } from '../contracts';
import { deniedBy, refusedByResources } from './guardrail-policies';
import { policyDocument, type Statement } from './iam';
import { siteScoped } from './names';

export interface AwsGuardrailsProps {
  readonly site: AwsSite;
  readonly settings: GuardrailSettings;
}

/** Policies of one account are few and short: at most five of a kind, with 5120 characters each. */
const parts: Readonly<Record<string, readonly GuardrailName[]>> = {
  places: ['regions', 'tags'],
  openings: ['publicStorage', 'encryption', 'publicMachines', 'longLivedKeys', 'trail', 'machines'],
};

/**
 * What binds the account of a site, whoever acts in it: settings of the account itself, then policies of its
 * organisation that nobody in the account can change, not even its root user. They are attached by a role of the
 * organisation, through a provider of its own.
 */
export class AwsGuardrails extends Construct {
  constructor(scope: Construct, id: string, { site, settings }: AwsGuardrailsProps) {
    super(scope, id);
    const { organisationRole } = site;
    if (organisationRole === undefined) throw new Error(`${site.name} names no role of its organisation`);
    const after = this.accountSettings();
    const organisation = new AwsProvider(this, 'organisation', {
      alias: 'organisation',
      region: site.region,
      assumeRole: [{ roleArn: organisationRole, sessionName: siteScoped(site, 'guardrails') }],
    });
    organisation.addOverride('default_tags', [{ tags: { ...site.tags } }]);
    const denied = deniedBy(settings.regions);
    const attach = (name: string, type: string, statements: readonly Statement[]): void => {
      const policy = new OrganizationsPolicy(this, name, {
        provider: organisation,
        name: siteScoped(site, name),
        description: `Guardrails of the account of ${site.name}: ${name}`,
        type,
        content: policyDocument(statements),
      });
      new OrganizationsPolicyAttachment(this, `${name}-of-account`, {
        provider: organisation,
        policyId: policy.id,
        targetId: site.accountId,
        dependsOn: [...after],
      });
    };
    for (const [name, guarded] of Object.entries(parts)) {
      attach(
        name,
        'SERVICE_CONTROL_POLICY',
        guarded.flatMap((guardrail) => denied[guardrail]),
      );
    }
    attach('transport', 'RESOURCE_CONTROL_POLICY', refusedByResources);
  }

  /** What the account does by default; the policies then keep anybody from changing it. */
  private accountSettings(): readonly ITerraformDependable[] {
    return [
      new S3AccountPublicAccessBlock(this, 'storage', {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      }),
      new EbsSnapshotBlockPublicAccess(this, 'snapshots', { state: 'block-all-sharing' }),
      new Ec2ImageBlockPublicAccess(this, 'images', { state: 'block-new-sharing' }),
      new EbsEncryptionByDefault(this, 'volumes', { enabled: true }),
      new Ec2InstanceMetadataDefaults(this, 'metadata', { httpTokens: 'required', httpPutResponseHopLimit: 1 }),
      new Ec2SerialConsoleAccess(this, 'serial-console', { enabled: false }),
    ];
  }
}
