import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import type { CloudIdentityProvider } from '../../contracts';
import { ofIdentity } from '../bridge';
import { resourceGroup } from '../resource-group';
import { allow } from '../roles';
import type { AzureGrant, AzureTypes } from '../types';

export interface AzureIdentityProps {
  readonly site: AzureSite;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Issuer of the cluster's service account tokens. */
  readonly oidcIssuer: string;
  readonly grants: readonly AzureGrant[];
}

/** The identity that one Kubernetes service account takes on by its token, and what it may do. */
export class AzureIdentity extends Construct {
  readonly clientId: string;

  constructor(scope: Construct, id: string, props: AzureIdentityProps) {
    super(scope, id);
    const { site, namespace, serviceAccount, oidcIssuer, grants } = props;
    const group = resourceGroup(this, site, 'platform').name;
    const identity = new UserAssignedIdentity(this, 'identity', {
      name: `${namespace}-${serviceAccount}`,
      location: site.region,
      resourceGroupName: group,
    });
    const credential = new FederatedIdentityCredential(this, 'trust', {
      name: 'service-account',
      parentId: identity.id,
      resourceGroupName: group,
      issuer: oidcIssuer,
      subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
      audience: ['api://AzureADTokenExchange'],
    });
    ofIdentity(credential, identity.id);
    for (const { name, role, on } of grants) allow(this, name, { role, on, to: identity.principalId });
    this.clientId = identity.clientId;
  }
}

/**
 * Where Entra ID gives out tokens; it has no private endpoint. Source: the published ranges of Microsoft 365,
 * endpoints.office.com, id 56, read 2026-11.
 */
const tokenServiceCidrs = ['20.20.32.0/19', '20.190.128.0/18', '20.231.128.0/19', '40.126.0.0/18'];

/** Microsoft Entra Workload ID: a user-assigned identity with a federated credential. */
export const identity: CloudIdentityProvider<AzureTypes> = {
  bind: ({ need }) => ({
    serviceAccountName: need.serviceAccount,
    // Without the label no token is mounted.
    podLabels: { 'azure.workload.identity/use': 'true' },
    egress: tokenServiceCidrs.map((cidr) => ({ cidr, ports: [{ port: 443, protocol: 'TCP' as const }] })),
  }),
  manifests: () => {},
  provision: (scope, request, { cluster, grants }) => {
    const { site, namespace, need } = request;
    const { clientId } = new AzureIdentity(scope, 'identity', {
      site,
      namespace,
      serviceAccount: need.serviceAccount,
      oidcIssuer: cluster.oidcIssuer,
      grants,
    });
    return { serviceAccountAnnotations: { 'azure.workload.identity/client-id': clientId } };
  },
};
