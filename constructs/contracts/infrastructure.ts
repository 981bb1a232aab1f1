import type { Construct } from 'constructs';

/** The site's private network over three zones. */
export interface Network extends Construct {
  /** The cloud's own id of the VPC or VNet. */
  readonly networkId: string;
}

/** The site's Kubernetes cluster: private, encrypted with own keys, audited. */
export interface Cluster extends Construct {
  readonly clusterName: string;
  readonly endpoint: string;
  /** Base64, as the cloud returns it. */
  readonly certificateAuthority: string;
  /** Issuer of the service account tokens. */
  readonly oidcIssuer: string;
}

/** What the `data` stack makes once a site before any need is met: the site's data key, secret vault, subnet groups. */
export interface Foundation extends Construct {
  /** Key of data whose service has none of its own. */
  readonly dataKey: EncryptionKey;
}

export interface EncryptionKey extends Construct {
  /** What other resources quote to be encrypted with it. */
  readonly keyId: string;
}

/** How Terraform's Kubernetes and Helm providers reach a cluster: short-lived tokens or a kubeconfig, never a stored secret. */
export type KubernetesConnection =
  | {
      readonly host: string;
      /** PEM; a Terraform expression that decodes it. `undefined`: the endpoint's certificate is signed by a public authority. */
      readonly clusterCaCertificate?: string;
      readonly exec: {
        readonly apiVersion: string;
        readonly command: string;
        readonly args: readonly string[];
        readonly env?: Readonly<Record<string, string>>;
      };
    }
  | { readonly configPath: string; readonly configContext?: string };
