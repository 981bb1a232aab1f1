import { ApiObject, JsonPatch } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type WorkloadProps, workloadLabels } from './pod-props';

export interface ServiceOptions {
  /** Default: the workload's. */
  readonly name?: string;
  /** Every pod by its own name instead of one address for all; found before it is ready. Default: false. */
  readonly headless?: boolean;
}

/** The Service of a workload: every port of its first container under its own name. */
export function addService(scope: Construct, props: WorkloadProps, options: ServiceOptions = {}): Service {
  const { labels, selector } = workloadLabels(props);
  const { name = props.name, headless = false } = options;
  const ports = Object.entries(props.containers[0].ports ?? {});
  const service = new Service(scope, headless ? 'headless-service' : 'service', {
    metadata: { name, namespace: props.namespace, labels },
    ...(headless ? { clusterIP: 'None' } : {}),
    ports: ports.map(([port, number]) => ({ name: port, port: number, targetPort: number })),
    ...(headless ? { publishNotReadyAddresses: true } : {}),
  });
  for (const [key, value] of Object.entries(selector)) service.selectLabel(key, value);
  ports.forEach(([port], index) => {
    if (port.startsWith('http'))
      ApiObject.of(service).addJsonPatch(JsonPatch.add(`/spec/ports/${index}/appProtocol`, 'http'));
  });
  return service;
}
