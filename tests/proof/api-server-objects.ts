import { definitionsOf } from './custom-resources';
import type { KubeApiServer } from './tools/kube-api-server';

/** Objects in one text that kubectl reads. */
export const listOf = (items: readonly unknown[]): string => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

/** Runs kubectl and gives what it printed; throws with the API server's words where it fails. */
export async function accepted(
  server: KubeApiServer,
  commandArguments: readonly string[],
  input?: string,
): Promise<string> {
  const result = await server.kubectl(commandArguments, input);
  if (result.exitCode !== 0) throw new Error(result.stderr);
  return result.stdout;
}

/** Loads and establishes the definitions of custom resources of these manifests; gives their number. */
export async function loadDefinitions(
  server: KubeApiServer,
  manifests: readonly { readonly apiVersion: string }[],
): Promise<number> {
  const groups = new Set(manifests.map(({ apiVersion }) => apiVersion.split('/')[0] ?? ''));
  const definitions = definitionsOf(groups);
  if (definitions.length === 0) return 0;
  const list = listOf(definitions.map(({ text }) => JSON.parse(text) as unknown));
  await accepted(server, ['apply', '--server-side', '-f', '-'], list);
  await accepted(server, ['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s']);
  return definitions.length;
}
