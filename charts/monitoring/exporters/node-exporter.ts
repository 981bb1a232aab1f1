import type { Construct } from 'constructs';
import { NodeAgent } from '../../../constructs/kubernetes/workloads';
import { owner } from '../parts';
import { agentNamespace } from '../telemetry/collector';

const version = 'v1.12.1';
export const nodeExporterPort = 9100;

/** File systems that are no disks. */
const notDisks =
  '^/(dev|proc|sys|run/containerd/.+|run/k3s/containerd/.+|var/lib/docker/.+|var/lib/kubelet/pods/.+)($|/)';

/** Processor, memory, disks and network of every machine, from the kernel's own counters. */
export function addNodeExporter(scope: Construct): void {
  new NodeAgent(scope, 'node-exporter', {
    name: 'node-exporter',
    namespace: agentNamespace,
    owner,
    software: { name: 'node-exporter', component: 'node-exporter', version },
    image: `quay.io/prometheus/node-exporter:${version}`,
    args: [
      '--path.procfs=/host/proc',
      '--path.sysfs=/host/sys',
      '--path.rootfs=/host/root',
      `--collector.filesystem.mount-points-exclude=${notDisks}`,
      `--web.listen-address=0.0.0.0:${nodeExporterPort}`,
    ],
    user: 65_534,
    cpuMillis: 20,
    memoryMiB: 64,
    folders: [
      { name: 'proc', hostPath: '/proc', path: '/host/proc' },
      { name: 'sys', hostPath: '/sys', path: '/host/sys' },
      { name: 'root', hostPath: '/', path: '/host/root', followsMounts: true },
    ],
    metrics: { port: nodeExporterPort, path: '/metrics' },
    health: { path: '/' },
    // Counters of the network are those of the network it is in.
    onHostNetwork: true,
    egress: [],
  });
}
