import type { NetworkPeer } from '../../constructs/contracts';
import { tcp } from '../../constructs/kubernetes/network-policy';
import type { ContainerSpec } from '../../constructs/kubernetes/workloads';
import type { CatalogProps } from './catalog-props';
import { images, names, namespace, owner, podsOf, ports, users } from './datahub';
import { backendEnvironment, kafkaMounts } from './environment';
import { heap, profileOf } from './sizing';

/** What all that runs DataHub's server code has in common. */
export const backend = { namespace, owner, user: users.datahub, group: users.group } as const;

export const backendEgress = ({ bindings }: CatalogProps): NetworkPeer[] => [
  ...bindings.metadata.egress,
  ...bindings.changes.egress,
  { namespace, podLabels: podsOf('search'), ports: [tcp(ports.search)] },
];

export const writableRootBecause = 'its entry point and its web server unpack into the folder of the user';

/** A task of DataHub's own tool for upgrades, by its name. */
export function upgradeContainer(
  props: CatalogProps,
  { name, task, args = [] }: { readonly name: string; readonly task: string; readonly args?: readonly string[] },
): ContainerSpec {
  const size = profileOf(props.config.size, 'gms');
  return {
    name,
    image: images.update,
    args: ['-u', task, ...args],
    env: {
      ...backendEnvironment(props),
      // The servers are not there yet when it runs: it takes the schemas that it brings, and asks nobody at this address.
      KAFKA_SCHEMAREGISTRY_URL: `http://${names.gms}:${ports.gms}/schema-registry/api/`,
      SCHEMA_REGISTRY_SYSTEM_UPDATE: 'true',
      SPRING_KAFKA_PROPERTIES_AUTO_REGISTER_SCHEMAS: 'true',
      SPRING_KAFKA_PROPERTIES_USE_LATEST_VERSION: 'true',
      // The site makes topics, database and user, and no right to make any is given.
      DATAHUB_PRECREATE_TOPICS: 'false',
      CREATE_DB: 'false',
      CREATE_USER: 'false',
      BACKFILL_BROWSE_PATHS_V2: 'true',
      JAVA_TOOL_OPTIONS: heap(size.memoryMiB, 0.75),
    },
    ...size,
    mounts: [{ path: '/tmp', scratchMiB: 512 }, ...kafkaMounts(props)],
    writableRootBecause,
  };
}
