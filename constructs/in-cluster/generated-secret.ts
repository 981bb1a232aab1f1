import type { IExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import type { IPassword } from '@kubernetes-models/external-secrets/generators.external-secrets.io/v1alpha1/Password';
import type { Construct } from 'constructs';
import { typedObject } from '../kubernetes/typed-object';

export interface GeneratedSecretProps {
  /** Of the Secret, its ExternalSecret and its generator. */
  readonly name: string;
  readonly namespace: string;
  /** Letters and digits. */
  readonly length: number;
  /** Another one has the value made anew, once. Default: 1. */
  readonly version?: number;
}

/**
 * A Secret with the one key `value`, made up inside the cluster by External Secrets and never changed by itself again:
 * what it protects would be lost with it, so it also outlives the ExternalSecret. A new version is an ExternalSecret of
 * another name, which writes once, into the same Secret.
 */
export function generatedSecret(scope: Construct, props: GeneratedSecretProps): void {
  const { name, namespace, length, version = 1 } = props;
  const password: IPassword = {
    apiVersion: 'generators.external-secrets.io/v1alpha1',
    kind: 'Password',
    metadata: { name, namespace },
    spec: { length, digits: Math.floor(length / 4), symbols: 0, noUpper: false, allowRepeat: true },
  };
  const secret: IExternalSecret = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: version === 1 ? name : `${name}-${version}`, namespace },
    spec: {
      refreshPolicy: 'CreatedOnce',
      target: {
        name,
        creationPolicy: 'Orphan',
        deletionPolicy: 'Retain',
        template: { engineVersion: 'v2', data: { value: '{{ .password }}' } },
      },
      dataFrom: [{ sourceRef: { generatorRef: { apiVersion: password.apiVersion, kind: 'Password', name } } }],
    },
  };
  typedObject(scope, password);
  typedObject(scope, secret);
}
