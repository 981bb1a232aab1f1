import type { Construct } from 'constructs';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { tableStore } from '../../constructs/kubernetes/table-storage';
import { OneTimeJob } from '../../constructs/kubernetes/workloads';
import { catalogUrl, components, namespace, owner, podsOf, ports, users, warehouse } from './lakehouse';
import type { LakehouseProps } from './lakehouse-props';

const image = 'docker.io/curlimages/curl:8.17.0';

/** Answers 409 and, for the terms, 400 mean that it was done before: the job may run again and change nothing. */
const script = `set -eu
ask() {
  code=$(printf '%s' "$2" | curl --silent --show-error --retry 30 --retry-delay 5 --retry-all-errors --retry-connrefused \\
    --max-time 60 --output /tmp/answer --write-out '%{http_code}' --header 'Content-Type: application/json' \\
    --data @- "$CATALOG_URL$1")
  case " 200 201 204 $3 " in
    *" $code "*) echo "$1: $code" ;;
    *) echo "$1: $code"; cat /tmp/answer; exit 1 ;;
  esac
}
ask /management/v1/bootstrap '{"accept-terms-of-use": true}' '400 409'
known=$(curl --silent --show-error --fail --retry 5 "$CATALOG_URL/management/v1/warehouse")
case "$known" in
  *"\\"name\\":\\"$WAREHOUSE\\""*) echo "the warehouse is there"; exit 0 ;;
esac
ask /management/v1/warehouse "$(printf '%s' "$REQUEST" | sed "s|[$]AWS_SECRET_ACCESS_KEY|\${AWS_SECRET_ACCESS_KEY:-}|")" '409'
`;

/** Tells a new catalogue where its tables lie. Lakekeeper writes and deletes a file there before it believes it. */
export function addWarehouse(scope: Construct, { bindings }: LakehouseProps): void {
  const { profile, credential } = tableStore(bindings.tables);
  new OneTimeJob(scope, 'warehouse', {
    name: 'lakehouse-warehouse',
    namespace,
    owner,
    software: components.warehouse,
    user: users.engine,
    containers: [
      {
        name: 'warehouse',
        image,
        command: ['/bin/sh', '-c'],
        args: [script],
        env: {
          CATALOG_URL: catalogUrl,
          WAREHOUSE: warehouse,
          REQUEST: JSON.stringify({
            'warehouse-name': warehouse,
            'storage-profile': profile,
            'storage-credential': credential,
          }),
          ...bindings.tables.env,
        },
        cpuMillis: 50,
        memoryMiB: 64,
        mounts: [{ path: '/tmp', scratchMiB: 16 }],
      },
    ],
    ingress: [],
    egress: [{ namespace, podLabels: podsOf('catalog'), ports: [tcp(ports.catalog)] }],
  });
}
