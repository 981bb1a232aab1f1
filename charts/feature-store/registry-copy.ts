import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { featureStore } from '../../services';
import { feastContainer } from './container';
import { components, feastGroup, feastUser, owner, serviceName } from './feast';
import type { FeatureStoreProps } from './feature-store-props';

const name = `${serviceName}-registry-copy`;
const script = { folder: '/opt/evenkeel', file: 'copy-registry.py' } as const;

/** The whole registry as one file, as Feast itself would keep it: descriptions, and no value of any feature. */
const copyScript = `import os
import urllib.request
from pathlib import Path

from feast import FeatureStore

store = FeatureStore(fs_yaml_file=Path(os.environ["FEAST_FS_YAML_FILE_PATH"]))
request = urllib.request.Request(
    f"{os.environ['ARTIFACTS_URL']}/feast/registry.db",
    data=store.registry.proto().SerializeToString(),
    method="PUT",
    headers={"Authorization": f"Bearer {os.environ['ARTIFACTS_KEY']}"},
)
urllib.request.urlopen(request, timeout=60).close()
`;

/** Tells the catalogue what the registry holds, where the site has a catalogue. */
export function addRegistryCopy(scope: Construct, props: FeatureStoreProps): void {
  const { registry, online, artifacts } = props.bindings;
  if (!artifacts?.secretName) return;
  new ConfigMap(scope, 'copy-script', {
    metadata: { name, namespace: featureStore.namespace },
    data: { [script.file]: copyScript },
  });
  const container = feastContainer(props, {
    name: 'copy',
    command: ['python'],
    args: [`${script.folder}/${script.file}`],
    cpuMillis: 100,
    cpuLimitMillis: 1000,
    memoryMiB: 768,
    scratchMiB: 128,
  });
  new ScheduledJob(scope, 'registry-copy', {
    namespace: featureStore.namespace,
    owner,
    user: feastUser,
    group: feastGroup,
    name,
    software: components.registryCopy,
    // Before the full hour, so that a reading shortly after it finds the newest.
    schedule: '53 * * * *',
    deadlineMinutes: 15,
    retries: 1,
    podLabels: artifacts.podLabels,
    containers: [
      {
        ...container,
        env: {
          ...container.env,
          ARTIFACTS_URL: artifacts.url,
          ARTIFACTS_KEY: { secret: artifacts.secretName, key: 'value' },
        },
        mounts: [...(container.mounts ?? []), { path: script.folder, configMap: name }],
      },
    ],
    ingress: [],
    egress: [...registry.egress, ...online.egress, ...artifacts.egress],
  });
}
