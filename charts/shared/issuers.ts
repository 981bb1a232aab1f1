import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { IClusterIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer';
import type { Construct } from 'constructs';
import { siteIssuer } from '../../constructs/kubernetes/site-issuer';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { operators } from '../../services';
import type { ChartContext } from '../chart-context';

const rootIssuer = { ...siteIssuer, name: 'site-root' } as const;

/** A certificate authority of the site's own: its key is made in the cluster and never leaves it. */
export function addIssuers(scope: Construct, { site, contact }: ChartContext): void {
  const root: IClusterIssuer = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: rootIssuer.name },
    spec: { selfSigned: {} },
  };
  const authority: ICertificate = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: siteIssuer.name, namespace: operators['cert-manager'].namespace },
    spec: {
      isCA: true,
      commonName: `${site} authority`,
      emailAddresses: [contact],
      secretName: siteIssuer.name,
      duration: '87600h',
      renewBefore: '8760h',
      // A new key would end the trust in every certificate already given out.
      privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Never' },
      issuerRef: rootIssuer,
    },
  };
  const issuer: IClusterIssuer = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: siteIssuer.name },
    spec: { ca: { secretName: siteIssuer.name } },
  };
  for (const manifest of [root, authority, issuer]) typedObject(scope, manifest);
}
