import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { CloudfrontDistribution } from '@cdktf/provider-aws/lib/cloudfront-distribution';
import { CloudfrontResponseHeadersPolicy } from '@cdktf/provider-aws/lib/cloudfront-response-headers-policy';
import { Fn, type ITerraformDependable, ref, TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { type AwsSite, hasCloudEdge, type SiteEdge } from '../../../environments/model';
import {
  type EntryTarget,
  frontHosts,
  type PublicRecord,
  type SiteFront,
  type SiteFrontProps,
  strictTransportSeconds,
} from '../../contracts';
import { globalRegion, siteScoped } from '../names';
import { edgeFirewall } from './edge-firewall';
import { AwsEdgeLogs } from './edge-logs';
import { AwsEdgeOrigin } from './edge-origin';
import { regionalFront } from './regional-front';
import { shielded } from './shield';

/** CloudFront's own policies. Source: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html, 2026-11. */
const policies = {
  cachingDisabled: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  originCacheControl: '83da9c7e-98b4-4e11-a168-04f0df8e2c65',
  allViewer: '216adef6-5c7f-47e4-b989-5492eafa07d3',
} as const;

const allMethods = ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'];
const originId = 'gateway';

/** What ACM looks for to learn that a name is ours: the same record for the certificates of all regions. */
const proofOf = (certificate: AcmCertificate, host: string, id: string): PublicRecord => {
  const option = (field: string): string =>
    Fn.trimsuffix(
      Token.asString(
        ref(
          `one([for option in ${certificate.fqn}.domain_validation_options : option.${field} if option.domain_name == "${host}"])`,
          TerraformStack.of(certificate),
        ),
      ),
      '.',
    );
  return {
    id,
    name: option('resource_record_name'),
    type: 'CNAME',
    value: option('resource_record_value'),
  };
};

/**
 * CloudFront before the site: its firewall refuses attacks, nothing is kept that is not named, and the way on leads
 * through a private origin to the gateway's own listener for the edge. A further site has a front of its region.
 */
export class AwsSiteFront extends Construct implements SiteFront {
  readonly proofs: readonly PublicRecord[];
  private readonly site: AwsSite;
  private readonly edge: SiteEdge;
  /** CloudFront takes certificates of one region only. */
  private readonly worldwide: AcmCertificate | undefined;
  private readonly regional: AcmCertificate;

  constructor(scope: Construct, id: string, { site, edge, before = [] }: SiteFrontProps<AwsSite>) {
    super(scope, id);
    this.site = site;
    this.edge = edge;
    this.worldwide = hasCloudEdge(site.name, edge) ? this.certificate('certificate', globalRegion) : undefined;
    this.regional = this.certificate('origin-certificate', site.region);
    const certificate = this.worldwide ?? this.regional;
    // The proof of a name is one for all certificates of an account, and another for each account.
    const isProven = before.some((front) => front instanceof AwsSiteFront && front.site.accountId === site.accountId);
    const suffix = before.length > 0 ? `${site.name}-aws-proof` : 'aws-proof';
    this.proofs = (isProven ? [edge.entry] : frontHosts(edge)).map((host) =>
      proofOf(certificate, host, `${host}-${suffix}`),
    );
  }

  open(proven: readonly ITerraformDependable[]): EntryTarget {
    const { site, edge, worldwide } = this;
    const balancer = {
      site,
      edge,
      certificateArn: this.regional.arn,
      proven: [this.validation('origin-valid', this.regional, site.region, proven)],
    };
    if (!worldwide) return regionalFront(this, balancer);
    const valid = this.validation('valid', worldwide, globalRegion, proven);
    const origin = new AwsEdgeOrigin(this, 'origin', balancer);
    const firewall = edgeFirewall(this, { site, edge, before: 'distribution' });
    const distribution = this.distribution(origin, firewall.arn, valid);
    new AwsEdgeLogs(this, 'logs', { site, firewall, distribution });
    if (edge.ddos === 'advanced')
      shielded(this, site, { name: siteScoped(site, 'edge'), resourceArn: distribution.arn });
    return { type: 'CNAME', value: distribution.domainName };
  }

  private certificate(id: string, region: string): AcmCertificate {
    const [domainName = '', ...others] = frontHosts(this.edge);
    return new AcmCertificate(this, id, {
      region,
      domainName,
      subjectAlternativeNames: others,
      validationMethod: 'DNS',
      keyAlgorithm: 'EC_prime256v1',
      options: { certificateTransparencyLoggingPreference: 'ENABLED' },
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private validation(
    id: string,
    { arn }: AcmCertificate,
    region: string,
    proven: readonly ITerraformDependable[],
  ): AcmCertificateValidation {
    return new AcmCertificateValidation(this, id, { region, certificateArn: arn, dependsOn: [...proven] });
  }

  private distribution(
    { vpcOriginId, domainName }: AwsEdgeOrigin,
    firewallArn: string,
    valid: AcmCertificateValidation,
  ): CloudfrontDistribution {
    const { site, edge } = this;
    const behaviour = {
      targetOriginId: originId,
      viewerProtocolPolicy: 'redirect-to-https',
      compress: true,
      originRequestPolicyId: policies.allViewer,
      responseHeadersPolicyId: this.headers().id,
    };
    return new CloudfrontDistribution(this, 'distribution', {
      comment: `Public routes of ${site.name}`,
      enabled: true,
      aliases: [...frontHosts(edge)],
      httpVersion: 'http2and3',
      isIpv6Enabled: true,
      // Europe and North America: the locations nearest to where the platform is.
      priceClass: 'PriceClass_100',
      webAclId: firewallArn,
      waitForDeployment: true,
      origin: [
        {
          originId,
          domainName,
          vpcOriginConfig: { vpcOriginId, originReadTimeout: 60, originKeepaliveTimeout: 5 },
        },
      ],
      defaultCacheBehavior: {
        ...behaviour,
        allowedMethods: allMethods,
        cachedMethods: ['GET', 'HEAD'],
        cachePolicyId: policies.cachingDisabled,
      },
      orderedCacheBehavior: edge.cachedPaths.map((pathPattern) => ({
        ...behaviour,
        pathPattern,
        allowedMethods: ['GET', 'HEAD', 'OPTIONS'],
        cachedMethods: ['GET', 'HEAD'],
        cachePolicyId: policies.originCacheControl,
      })),
      restrictions: { geoRestriction: { restrictionType: 'none', locations: [] } },
      viewerCertificate: {
        acmCertificateArn: valid.certificateArn,
        minimumProtocolVersion: 'TLSv1.2_2021',
        sslSupportMethod: 'sni-only',
      },
    });
  }

  private headers(): CloudfrontResponseHeadersPolicy {
    return new CloudfrontResponseHeadersPolicy(this, 'headers', {
      name: siteScoped(this.site, 'edge'),
      comment: 'Browsers come again by TLS only',
      securityHeadersConfig: {
        strictTransportSecurity: {
          accessControlMaxAgeSec: strictTransportSeconds,
          includeSubdomains: true,
          // Of effect on a registered domain only.
          preload: true,
          override: true,
        },
        contentTypeOptions: { override: true },
      },
    });
  }
}
