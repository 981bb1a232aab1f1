import { Duration, Size } from 'cdk8s';
import { Cpu, ImagePullPolicy, Job, RestartPolicy, Volume } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { type NeedRequest, shortHash } from '../contracts';
import { containerEnv } from '../kubernetes/container-env';
import { finishPod, restrictedContainer, restrictedPod } from '../kubernetes/pod';
import { priorityClasses } from '../kubernetes/priority-classes';
import { clientEnv, setupLabels, storeName } from './bucket-names';

const image = 'docker.io/amazon/aws-cli:2.37.5';
const user = 1000;

/** Every step can be repeated: a second run changes nothing. */
function script(request: NeedRequest<'bucket'>): string {
  const bucket = storeName(request);
  const { versionRetentionDays, deleteAfterDays } = request.need;
  const lifecycle = {
    Rules: [
      {
        ID: 'superseded',
        Status: 'Enabled',
        Filter: { Prefix: '' },
        NoncurrentVersionExpiration: { NoncurrentDays: versionRetentionDays },
        ...(deleteAfterDays === undefined ? {} : { Expiration: { Days: deleteAfterDays } }),
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ],
  };
  return [
    'set -eu',
    `aws s3api head-bucket --bucket ${bucket} || aws s3api create-bucket --bucket ${bucket}`,
    `aws s3api put-bucket-versioning --bucket ${bucket} --versioning-configuration Status=Enabled`,
    `aws s3api put-bucket-lifecycle-configuration --bucket ${bucket} --lifecycle-configuration '${JSON.stringify(lifecycle)}'`,
  ].join('\n');
}

/** Makes the bucket and its rules. The hash of what it does is in its name, because a Job cannot be changed. */
export function bucketSetup(scope: Construct, request: NeedRequest<'bucket'>): void {
  const commands = script(request);
  const name = `${storeName(request)}-setup-${shortHash(`${image}\n${commands}`)}`;
  const job = new Job(scope, `setup-${storeName(request)}`, {
    metadata: { name, namespace: request.namespace, annotations: { 'kustomize.toolkit.fluxcd.io/force': 'enabled' } },
    select: false,
    backoffLimit: 10,
    restartPolicy: RestartPolicy.NEVER,
    activeDeadline: Duration.minutes(30),
    automountServiceAccountToken: false,
    securityContext: restrictedPod(user),
    containers: [
      {
        name: 'setup',
        image,
        imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
        command: ['/bin/sh', '-c'],
        args: [commands],
        envVariables: containerEnv(scope, { ...clientEnv(request), HOME: '/tmp' }),
        resources: {
          cpu: { request: Cpu.millis(50), limit: Cpu.millis(500) },
          memory: { request: Size.mebibytes(128), limit: Size.mebibytes(256) },
        },
        securityContext: { ...restrictedContainer, user, group: user },
        volumeMounts: [
          {
            path: '/tmp',
            volume: Volume.fromEmptyDir(scope, `setup-tmp-${storeName(request)}`, 'tmp', {
              sizeLimit: Size.mebibytes(64),
            }),
          },
        ],
      },
    ],
  });
  finishPod(job, { labels: setupLabels(request), priorityClassName: priorityClasses.batch });
}
