import { DataGoogleComputeNetwork } from '@cdktf/provider-google/lib/data-google-compute-network';
import { DataGoogleComputeRouterNat } from '@cdktf/provider-google/lib/data-google-compute-router-nat';
import { DataGoogleComputeSubnetwork } from '@cdktf/provider-google/lib/data-google-compute-subnetwork';
import { Construct } from 'constructs';
import type { AdoptedSubnet, GoogleAdoptedNetwork as AdoptedWords, GoogleSite } from '../../../environments/model';
import { type AdoptedCheck, adoptedLifecycle, quoted } from '../../terraform/adopted';
import { GoogleLogArchive } from '../governance/log-archive';
import type { GoogleSiteNetwork } from '../site-network';
import { GooglePrivateApis } from './private-apis';

export interface GoogleAdoptedNetworkProps {
  readonly site: GoogleSite;
  readonly words: AdoptedWords;
}

type SubnetKind = keyof AdoptedWords['subnets'];

const natChecks = (subnet: AdoptedSubnet): readonly AdoptedCheck[] => [
  {
    holds: `self.source_subnetwork_ip_ranges_to_nat != "LIST_OF_SUBNETWORKS" || anytrue([for s in self.subnetwork : endswith(s.name, ${quoted(subnet.id)})])`,
    message: 'nodes cannot leave their subnet: the Cloud NAT does not serve it',
    got: 'self.subnetwork',
    fix: 'let the owner add the subnet of nodes to the Cloud NAT',
  },
  {
    holds: 'anytrue([for l in self.log_config : l.enable])',
    message: 'the Cloud NAT keeps no log',
    got: 'self.log_config',
    fix: 'let the owner turn on the log of the Cloud NAT',
  },
];

/**
 * A VPC of somebody else, often of a host project that shares it. Data sources look at it each time Terraform plans, and
 * the plan stops where it lacks what the promises need. Routes, NAT, firewall and flow logs are its owner's, and so are
 * the rights of GKE's and the site's accounts in the host project. What the site adds lies in its own project: the
 * archive of logs, and private zones of Google's APIs where the owner has none.
 */
export class GoogleAdoptedNetwork extends Construct implements GoogleSiteNetwork {
  readonly networkId: string;
  readonly nodeSubnetId: string;
  readonly endpointSubnetId: string;
  readonly controlPlaneSubnetId: string;
  readonly podRangeName: string;
  readonly serviceRangeName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: GoogleAdoptedNetworkProps,
  ) {
    super(scope, id);
    const { site, words } = props;
    const [, project = '', , , name = ''] = words.id.split('/');
    new GoogleLogArchive(this, 'log-archive', { site });
    this.networkId = new DataGoogleComputeNetwork(this, 'network', { name, project }).id;
    this.podRangeName = words.podRange.name;
    this.serviceRangeName = words.serviceRange.name;
    this.nodeSubnetId = this.subnet('nodes', [this.namedRange('podRange'), this.namedRange('serviceRange')]);
    this.endpointSubnetId = this.subnet('endpoints');
    this.controlPlaneSubnetId = this.subnet('controlPlane');
    if (words.nat) {
      new DataGoogleComputeRouterNat(this, 'nat', {
        ...words.nat,
        project,
        region: site.region,
        lifecycle: adoptedLifecycle(this.place('nat'), natChecks(words.subnets.nodes)),
      });
    }
    if (words.privateEndpoints === 'create') {
      new GooglePrivateApis(this, 'private-apis', { site, networkId: this.networkId });
    }
  }

  private place(path: string): string {
    return `${this.props.site.name} adopt.network.${path}`;
  }

  private namedRange(which: 'podRange' | 'serviceRange'): AdoptedCheck {
    const { name, cidr } = this.props.words[which];
    return {
      holds: `anytrue([for r in self.secondary_ip_range : r.range_name == ${quoted(name)} && r.ip_cidr_range == ${quoted(cidr)}])`,
      message: `the subnet has no secondary range ${name} of ${cidr} (${which})`,
      got: 'self.secondary_ip_range',
      fix: 'state the range as Google shows it, or let its owner add it',
    };
  }

  private subnet(kind: SubnetKind, more: readonly AdoptedCheck[] = []): string {
    const { words } = this.props;
    const { id, cidr } = words.subnets[kind];
    const [, project = '', , region = '', , name = ''] = id.split('/');
    return new DataGoogleComputeSubnetwork(this, `${kind}-subnet`, {
      name,
      project,
      region,
      lifecycle: adoptedLifecycle(this.place(`subnets.${kind}`), [
        {
          holds: `endswith(self.network, ${quoted(`/${words.id}`)})`,
          message: `the subnet is not in ${words.id}`,
          got: 'self.network',
          fix: 'name a subnet of the adopted network',
        },
        {
          holds: `self.ip_cidr_range == ${quoted(cidr)}`,
          message: `the range of the subnet is not ${cidr}, by which rules let it in`,
          got: 'self.ip_cidr_range',
          fix: 'state the range of the subnet as Google shows it',
        },
        {
          holds: 'self.private_ip_google_access',
          message: "machines without a public address cannot reach Google's APIs from the subnet",
          got: 'self.private_ip_google_access',
          fix: 'let its owner turn on Private Google Access',
        },
        ...more,
      ]),
    }).id;
  }
}
