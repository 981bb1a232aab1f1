import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { shortHash } from '../../constructs/contracts';
import { workbench } from '../../services';

/** A ConfigMap with a hash of its content in its name, so that pods are replaced when it changes. Gives its name. */
export function addFiles(scope: Construct, name: string, data: Readonly<Record<string, string>>): string {
  const hashed = `${name}-${shortHash(JSON.stringify(data))}`;
  const metadata = { name: hashed, namespace: workbench.namespace };
  new ConfigMap(scope, name, { metadata, data: { ...data }, immutable: true });
  return hashed;
}
