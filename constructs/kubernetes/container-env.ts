import { EnvValue, Secret } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { EnvValue as BindingEnvValue } from '../contracts';

function secretNamed(scope: Construct, name: string) {
  const id = `secret-reference-${name}`;
  return (
    (scope.node.tryFindChild(id) as ReturnType<typeof Secret.fromSecretName> | undefined) ??
    Secret.fromSecretName(scope, id, name)
  );
}

/** Environment variables of a container from plain values and keys of Secrets, in the given order. */
export const containerEnv = (
  scope: Construct,
  env: Readonly<Record<string, BindingEnvValue>>,
): Record<string, EnvValue> =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? EnvValue.fromValue(value)
        : EnvValue.fromSecretValue({ secret: secretNamed(scope, value.secret), key: value.key }),
    ]),
  );
