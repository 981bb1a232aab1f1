import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';

interface NamedManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata?: { readonly name?: string };
}

/** Adds an object whose fields the compiler checks against the kind's published schema. */
export function typedObject<T extends NamedManifest>(scope: Construct, manifest: T): ApiObject {
  const id = `${manifest.kind}-${manifest.metadata?.name}`.toLowerCase();
  return new ApiObject(scope, id, manifest as ConstructorParameters<typeof ApiObject>[2]);
}
