import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import {
  type BucketRemote,
  type BucketSync,
  bucketCopies,
  copyFolders,
  copyNotes,
  type ForeignBucket,
  type IdentityBinding,
  shortHash,
} from '../../constructs/contracts';
import { rclone } from '../../constructs/kubernetes/rclone';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { cronOf } from '../../environments/facts/recovery';
import type { ChartContext } from '../chart-context';
import { WaveChart } from '../wave-chart';
import { copyScript } from './copy-script';

const user = 1000;
const scriptFile = 'copy-bucket.sh';
/** A copy never takes more of the way out of a site than this. */
const bandwidth = '200Mi';
/** Younger objects are left to the next pass. */
const youngest = '10s';
/** Eight transfers with four parts of 5 MiB each, what is read ahead, and lists of a folder. */
const memoryMiB = 1024;
/** A pass that goes on and on is ended: what it copied stays copied. */
const leastDeadlineMinutes = 360;

/** A bucket that a site copies, and how its job reaches both ends. */
export interface BucketCopy {
  readonly sync: BucketSync;
  readonly own: BucketRemote;
  readonly foreign: ForeignBucket;
}

export interface BucketCopyChartProps {
  readonly context: ChartContext;
  readonly copy: BucketCopy;
  readonly identity: IdentityBinding;
}

/** Each job at a minute of its own, so that they do not all begin at once. */
export const copySchedule = ({ name, intervalMinutes }: Pick<BucketSync, 'name' | 'intervalMinutes'>): string =>
  cronOf(intervalMinutes, Number.parseInt(shortHash(name), 16) % Math.min(intervalMinutes, 60));

/** rclone takes each option of a remote from a variable, so that there is no file of its own. */
const optionVariables = (remote: 'from' | 'to', options: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(options).map(([option, value]) => [`RCLONE_CONFIG_${remote}_${option}`.toUpperCase(), value]),
  );

/** Copies one bucket between clouds again and again: no key is stored for either end. */
export class BucketCopyChart extends WaveChart {
  constructor(scope: Construct, { context, copy, identity }: BucketCopyChartProps) {
    const { sync, own, foreign } = copy;
    const { name, namespace, service, from, to } = sync;
    super(scope, { context, wave: 'services', name, owner: service });
    const [source, target] = from.name === context.site ? [own, foreign] : [foreign, own];
    const files: IConfigMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace },
      data: { [scriptFile]: copyScript, ...(foreign.file ? { [foreign.file.name]: foreign.file.content } : {}) },
    };
    typedObject(this, files);
    new ScheduledJob(this, 'job', {
      name,
      namespace,
      owner: service,
      software: { name, component: bucketCopies, version: rclone.version },
      annotations: { 'evenkeel.dev/copied-from': from.name, 'evenkeel.dev/copied-to': to.name },
      schedule: copySchedule(sync),
      deadlineMinutes: Math.max(leastDeadlineMinutes, 2 * sync.intervalMinutes),
      // The next pass goes on.
      retries: 0,
      user,
      serviceAccountName: identity.serviceAccountName,
      podLabels: identity.podLabels,
      token: { audience: foreign.audience, folder: copyFolders.token },
      containers: [
        {
          name: bucketCopies,
          image: rclone.image,
          command: ['sh'],
          args: [`${copyFolders.files}/${scriptFile}`],
          env: {
            ...own.env,
            ...foreign.env,
            ...optionVariables('from', source.options),
            ...optionVariables('to', target.options),
            // None: everything is in the variables.
            RCLONE_CONFIG: '',
            FROM_PATH: source.path,
            FROM_SITE: from.name,
            TO_PATH: target.path,
            PART: sync.folder === undefined ? '' : `/${sync.folder}`,
            LOCKED: `${sync.locked}`,
            TO_SITE: to.name,
            WORK: '/tmp',
            FOLDER: copyNotes.folder,
            RECORDS: copyNotes.records,
            HOLD: copyNotes.hold,
            YOUNGEST: youngest,
            BANDWIDTH: bandwidth,
          },
          cpuMillis: 250,
          cpuLimitMillis: 2000,
          memoryMiB,
          mounts: [
            { path: copyFolders.files, configMap: name },
            // Names of all objects, three times at most.
            { path: '/tmp', scratchMiB: 2048 },
          ],
        },
      ],
      ingress: [],
      egress: [...identity.egress, ...own.egress, ...foreign.egress],
    });
  }
}
