import { DataAzurermKubernetesCluster } from '@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import { groupName } from '../names';

const adopted = (id: string): { readonly name: string; readonly resourceGroupName: string } => {
  const [, , , , resourceGroupName = '', , , , name = ''] = id.split('/');
  return { name, resourceGroupName };
};

/** Issuer of the tokens of the site's cluster; AKS invents it. */
export function clusterIssuer(scope: Construct, site: AzureSite): string {
  const { cluster } = site.adopt ?? {};
  return new DataAzurermKubernetesCluster(
    scope,
    'cluster-issuer',
    cluster ? adopted(cluster.id) : { name: site.name, resourceGroupName: groupName(site, 'cluster') },
  ).oidcIssuerUrl;
}
