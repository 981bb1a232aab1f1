import type { Construct } from 'constructs';
import { NodeAgent } from '../../../constructs/kubernetes/workloads';
import { poolLabel } from '../../../environments/model';
import { owner } from '../parts';
import { agentNamespace } from '../telemetry/collector';

const version = '4.6.0-4.8.3';
const port = 9400;

/** Use, memory, temperature and errors of every GPU, and which pod has it, from NVIDIA's own manager. */
export function addGpuExporter(scope: Construct): void {
  new NodeAgent(scope, 'dcgm-exporter', {
    name: 'dcgm-exporter',
    namespace: agentNamespace,
    owner,
    software: { name: 'dcgm-exporter', component: 'gpu-exporter', version },
    image: `nvcr.io/nvidia/k8s/dcgm-exporter:${version}-distroless`,
    env: [
      { name: 'DCGM_EXPORTER_LISTEN', value: `:${port}` },
      { name: 'DCGM_EXPORTER_KUBERNETES', value: 'true' },
      { name: 'NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
      // The runtime of the machine hands them over; as a limit they would be taken from the pods that work with them.
      { name: 'NVIDIA_VISIBLE_DEVICES', value: 'all' },
      { name: 'NVIDIA_DRIVER_CAPABILITIES', value: 'utility' },
    ],
    user: 0,
    // Profiling counters need it.
    capabilities: ['SYS_ADMIN'],
    cpuMillis: 50,
    memoryMiB: 512,
    folders: [{ name: 'pod-resources', hostPath: '/var/lib/kubelet/pod-resources' }],
    metrics: { port, path: '/metrics' },
    health: { path: '/health' },
    nodeSelector: { [poolLabel]: 'gpu' },
    egress: [],
  });
}
