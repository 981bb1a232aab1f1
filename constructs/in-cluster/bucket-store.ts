import { ApiObject, Duration, JsonPatch, Size } from 'cdk8s';
import {
  Cpu,
  ImagePullPolicy,
  LabelSelector,
  PersistentVolumeAccessMode,
  PersistentVolumeClaim,
  Probe,
  Service,
  StatefulSet,
  Volume,
} from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { NeedRequest } from '../contracts';
import { containerEnv } from '../kubernetes/container-env';
import { keptByGitOps } from '../kubernetes/keep';
import { finishPod, restrictedContainer, restrictedPod } from '../kubernetes/pod';
import { priorityClasses } from '../kubernetes/priority-classes';
import { clientEnv, storeLabels, storeName, storePort } from './bucket-names';
import { storageClassOf } from './storage-class';

const image = 'docker.io/chrislusf/seaweedfs:4.48';
const user = 1000;
const volumeGiB = 50;
/** SeaweedFS keeps an index of about 20 bytes an object in memory and little else. */
const memory = { request: Size.mebibytes(512), limit: Size.mebibytes(1024) };

const server = (request: NeedRequest<'bucket'>): string[] => [
  'mini',
  '-dir=/data',
  // The address under which its own parts find each other, over restarts of the pod.
  `-ip=${storeName(request)}.${request.namespace}.svc`,
  '-ip.bind=0.0.0.0',
  `-s3.port=${storePort}`,
  '-s3.port.iceberg=0',
  '-webdav=false',
  '-admin.ui=false',
  '-master.telemetry=false',
];

/** One SeaweedFS server with its volume. It survives restarts, not the loss of its volume: enough for `local`. */
export function bucketStore(scope: Construct, request: NeedRequest<'bucket'>): void {
  const name = storeName(request);
  const labels = storeLabels(request);
  const metadata = { name, namespace: request.namespace, labels };
  const claim = new PersistentVolumeClaim(scope, `claim-${name}`, {
    metadata: { ...metadata, annotations: keptByGitOps },
    accessModes: [PersistentVolumeAccessMode.READ_WRITE_ONCE],
    storage: Size.gibibytes(volumeGiB),
    storageClassName: storageClassOf(request.site),
  });
  const service = new Service(scope, `service-${name}`, {
    metadata,
    ports: [{ name: 's3', port: storePort, targetPort: storePort }],
    // Its own parts look for each other before the server is ready.
    publishNotReadyAddresses: true,
  });
  const health = Probe.fromHttpGet('/healthz', { port: storePort, timeoutSeconds: Duration.seconds(5) });
  const store = new StatefulSet(scope, `store-${name}`, {
    metadata,
    service,
    replicas: 1,
    select: false,
    automountServiceAccountToken: false,
    terminationGracePeriod: Duration.seconds(60),
    securityContext: restrictedPod(user),
    containers: [
      {
        name: 'seaweedfs',
        image,
        imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
        command: ['/usr/bin/weed'],
        args: server(request),
        // Credentials in the environment are the only identity: nobody else may read or write.
        envVariables: containerEnv(scope, clientEnv(request)),
        portNumber: storePort,
        startup: Probe.fromHttpGet('/healthz', {
          port: storePort,
          periodSeconds: Duration.seconds(5),
          failureThreshold: 60,
        }),
        readiness: health,
        liveness: health,
        resources: { cpu: { request: Cpu.millis(100), limit: Cpu.units(1) }, memory },
        securityContext: { ...restrictedContainer, user, group: user },
        volumeMounts: [
          { path: '/data', volume: Volume.fromPersistentVolumeClaim(scope, `volume-${name}`, claim) },
          {
            path: '/tmp',
            volume: Volume.fromEmptyDir(scope, `tmp-${name}`, 'tmp', { sizeLimit: Size.mebibytes(256) }),
          },
        ],
      },
    ],
  });
  store.select(LabelSelector.of({ labels }));
  // The StatefulSet made its service select a label that its pods do not carry any more.
  ApiObject.of(service).addJsonPatch(JsonPatch.add('/spec/selector', labels));
  finishPod(store, { labels, priorityClassName: priorityClasses.service });
}
