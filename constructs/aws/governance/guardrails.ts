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
import type { AwsSite, GuardrailSettings } from '../../../environments/model';
import type { GuardrailName } from '../../contracts';
import { policyDocument, type Statement } from '../iam';
import { siteScoped } from '../names';
import { deniedBy, refusedByResources } from './guardrail-policies';

export interface AwsGuardrailsProps {
  readonly site: AwsSite;
  readonly settings: GuardrailSettings;
}

/** Policies of one account are few and short: at most five of a kind, with 5120 characters each. */
const parts = {
  places: ['regions', 'tags'],
  openings: ['publicStorage', 'encryption', 'publicMachines', 'longLivedKeys', 'trail', 'machines'],
} as const satisfies Readonly<Record<string, readonly GuardrailName[]>>;

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
    const organisation = new AwsProvider(this, 'organisation', {
      alias: 'organisation',
      region: site.region,
      assumeRole: [{ roleArn: organisationRole, sessionName: siteScoped(site, 'guardrails') }],
    });
    organisation.addOverride('default_tags', [{ tags: { ...site.tags } }]);
    const denied = deniedBy(settings.regions);
    const attach = (
      name: string,
      type: string,
      statements: readonly Statement[],
      after: readonly ITerraformDependable[],
    ): ITerraformDependable => {
      const policy = new OrganizationsPolicy(this, name, {
        provider: organisation,
        name: siteScoped(site, name),
        description: `Guardrails of the account of ${site.name}: ${name}`,
        type,
        content: policyDocument(statements),
        dependsOn: [...after],
      });
      return new OrganizationsPolicyAttachment(this, `${name}-of-account`, {
        provider: organisation,
        policyId: policy.id,
        targetId: site.accountId,
        dependsOn: [...after],
      });
    };
    const statementsOf = (part: keyof typeof parts): readonly Statement[] =>
      parts[part].flatMap((guardrail) => denied[guardrail]);
    // A further region is opened first, then set like the others, and then nobody changes what is set there.
    const places = attach('places', 'SERVICE_CONTROL_POLICY', statementsOf('places'), []);
    const set = this.accountSettings(site, settings.regions, [places]);
    attach('openings', 'SERVICE_CONTROL_POLICY', statementsOf('openings'), set);
    attach('transport', 'RESOURCE_CONTROL_POLICY', refusedByResources, set);
  }

  /** What the account does by default, in every region of its sites; the policies then keep anybody from changing it. */
  private accountSettings(
    site: AwsSite,
    regions: readonly string[],
    dependsOn: ITerraformDependable[],
  ): readonly ITerraformDependable[] {
    return [
      new S3AccountPublicAccessBlock(this, 'storage', {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
        dependsOn,
      }),
      ...regions.flatMap((region) => this.regionalSettings(site, region, dependsOn)),
    ];
  }
  private regionalSettings(
    site: AwsSite,
    region: string,
    dependsOn: ITerraformDependable[],
  ): readonly ITerraformDependable[] {
    const elsewhere = region === site.region ? {} : { region };
    const id = (name: string): string => (region === site.region ? name : `${name}-${region}`);
    const where = { ...elsewhere, dependsOn };
    return [
      new EbsSnapshotBlockPublicAccess(this, id('snapshots'), { state: 'block-all-sharing', ...where }),
      new Ec2ImageBlockPublicAccess(this, id('images'), { state: 'block-new-sharing', ...where }),
      new EbsEncryptionByDefault(this, id('volumes'), { enabled: true, ...where }),
      new Ec2InstanceMetadataDefaults(this, id('metadata'), {
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
        ...where,
      }),
      new Ec2SerialConsoleAccess(this, id('serial-console'), { enabled: false, ...where }),
    ];
  }
}
