import type { Construct } from 'constructs';
import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import type { ExternalWarehouse } from '../../services/warehouses';
import { warehouseEgress, warehouseSecret } from '../batch-runs/outside-warehouse';
import { addPushgateway, pushgatewayOf } from '../batch-runs/pushgateway';
import { namespace, owner, users } from './lakehouse';
import type { LakehouseProps } from './lakehouse-props';

const curlVersion = '8.17.0';
const image = `docker.io/curlimages/curl:${curlVersion}`;
const software = { name: 'warehouse-check', version: curlVersion, component: 'check' } as const;
const metrics = { name: 'warehouse-metrics', namespace, owner } as const;

/** Any answer over TLS with a certificate for the host shows the way there; what signs in is tried where curl can. */
const requests: Readonly<Record<ExternalWarehouse['kind'], string>> = {
  snowflake: 'curl --silent --show-error --max-time 30 --output /dev/null "https://$HOST/"',
  databricks:
    'printf \'user = "%s:%s"\' "$CLIENT_ID" "$CLIENT_SECRET" | curl --config - --silent --show-error --fail --max-time 30 --output /dev/null --data "grant_type=client_credentials&scope=all-apis" "https://$HOST/oidc/v1/token"',
};

const script = (kind: ExternalWarehouse['kind']): string => `set -u
${requests[kind]}
code=$?
[ "$code" = 0 ] && good=1 || good=0
printf '# TYPE evenkeel_warehouse_reachable gauge\\nevenkeel_warehouse_reachable %s\\n# TYPE evenkeel_warehouse_checked_timestamp_seconds gauge\\nevenkeel_warehouse_checked_timestamp_seconds %s\\n' "$good" "$(date +%s)" |
  curl --silent --show-error --fail --max-time 30 --request PUT --data-binary @- "$PUSHGATEWAY_URL/metrics/job/warehouse-check/warehouse/$WAREHOUSE" || exit 1
exit "$code"
`;

function addCheck(scope: Construct, { bindings }: LakehouseProps, name: string, warehouse: ExternalWarehouse): void {
  const secret = warehouseSecret(bindings, name);
  new ScheduledJob(scope, `check-${name}`, {
    name: `check-${name}`,
    namespace,
    owner,
    software,
    schedule: '*/15 * * * *',
    deadlineMinutes: 5,
    retries: 0,
    user: users.engine,
    containers: [
      {
        name: 'check',
        image,
        command: ['/bin/sh', '-c'],
        args: [script(warehouse.kind)],
        env: {
          HOST: warehouse.host,
          WAREHOUSE: name,
          PUSHGATEWAY_URL: pushgatewayOf(metrics).url,
          ...(warehouse.kind === 'databricks'
            ? { CLIENT_ID: { secret, key: 'client-id' }, CLIENT_SECRET: { secret, key: 'client-secret' } }
            : {}),
        },
        cpuMillis: 20,
        memoryMiB: 32,
      },
    ],
    ingress: [],
    egress: [...warehouseEgress(warehouse), pushgatewayOf(metrics).egress],
  });
}

/** Whether each outside warehouse can be reached from here, as pods of the site see it. */
export function addWarehouseChecks(scope: Construct, props: LakehouseProps): void {
  const warehouses = Object.entries(props.config.warehouses);
  if (warehouses.length === 0) return;
  const pushers = componentLabels(owner, software).selector;
  addPushgateway(scope, { ...metrics, context: props.context, pushers });
  for (const [name, warehouse] of warehouses) addCheck(scope, props, name, warehouse);
}
