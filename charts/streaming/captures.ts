import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import type { NetworkPeer } from '../../constructs/contracts';
import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { streaming } from '../../services';
import type { Capture } from '../../services/captures';
import { captureConfig } from './capture-config';

const { namespace } = streaming;

const curl = { name: 'curl', version: '8.17.0', component: 'captures' } as const;
const image = `docker.io/curlimages/curl:${curl.version}`;
const name = 'kafka-connect-captures';
const folder = '/captures';

/**
 * A connector can fail after its configuration was taken, so its state is asked for afterwards. Every step can be
 * repeated: the same configuration changes nothing, and what runs is not restarted.
 */
const script = [
  'set -eu',
  'failed=0',
  'for file in "$CAPTURES"/*.json; do',
  '  [ -f "$file" ] || continue',
  '  name=$(basename "$file" .json)',
  '  curl --silent --show-error --fail-with-body --request PUT --header "Content-Type: application/json" --data-binary "@$file" "$CONNECT/connectors/$name/config"',
  '  sleep 10',
  '  curl --silent --show-error --fail-with-body --request POST "$CONNECT/connectors/$name/restart?includeTasks=true&onlyFailed=true"',
  '  sleep 10',
  '  status=$(curl --silent --show-error --fail-with-body "$CONNECT/connectors/$name/status")',
  '  case "$status" in *\'"FAILED"\'*) echo "$name: $status"; failed=1 ;; esac',
  'done',
  // Connectors of captures that were taken out.
  'for name in $(curl --silent --show-error --fail-with-body "$CONNECT/connectors" | tr -d \'[]"\' | tr "," " "); do',
  '  [ -f "$CAPTURES/$name.json" ] || curl --silent --show-error --fail-with-body --request DELETE "$CONNECT/connectors/$name"',
  'done',
  'exit "$failed"',
].join('\n');

interface CapturesProps {
  readonly captures: readonly Capture[];
  readonly connect: NetworkPeer;
  readonly url: string;
}

function add(scope: Construct, { captures, connect, url }: CapturesProps): void {
  const configs: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: Object.fromEntries(
      captures.map((capture) => [`${capture.name}.json`, JSON.stringify(captureConfig(capture), undefined, 2)]),
    ),
  };
  typedObject(scope, configs);
  new ScheduledJob(scope, 'captures', {
    name,
    namespace,
    owner: streaming.name,
    software: curl,
    schedule: '*/5 * * * *',
    deadlineMinutes: 4 + captures.length,
    user: 100,
    containers: [
      {
        name: 'captures',
        image,
        command: ['/bin/sh', '-c'],
        args: [script],
        env: { CONNECT: url, CAPTURES: folder },
        cpuMillis: 20,
        memoryMiB: 64,
        mounts: [{ path: folder, configMap: name }],
      },
    ],
    ingress: [],
    egress: [connect],
  });
}

/** Brings Connect to the captures of the environment, and starts again what failed; a Job that fails shows what stays so. */
export const watchCaptures = { add, podLabels: componentLabels(streaming.name, curl).selector } as const;
