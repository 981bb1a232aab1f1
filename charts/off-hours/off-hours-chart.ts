import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { type RoleRules, roleAccess, serviceAccount } from '../../constructs/kubernetes/role-access';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { ScheduledJob } from '../../constructs/kubernetes/workloads';
import { cronOf } from '../../environments/facts/recovery';
import {
  type OffHours,
  type RenderedSchedule,
  type StoppedObject,
  schedule,
  stopsLabel,
} from '../../environments/model';
import type { ChartContext } from '../chart-context';
import { WaveChart } from '../wave-chart';
import { fieldManager, offHours as name, stayUpUntil } from './names';
import { offHoursScript } from './off-hours-script';
import { stoppingObjects } from './stopped-objects';

const pythonVersion = '3.13.9';
/** Its standard library is used, and the time zones that the image has. */
const image = `docker.io/library/python:${pythonVersion}-slim-trixie`;
const user = 1000;
const files = { folder: '/opt/evenkeel', script: 'off-hours.py' } as const;
const accountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';
/** Whoever asks for servers waits so long at most for the job to begin. */
const intervalMinutes = 5;
const runMinutes = 4;

const place = { name, namespace: name } as const;
const [stopsEntry] = Object.entries(stopsLabel) as [[string, string]];

/** Where something else sets the number, Git says nothing that would have to be left alone. */
const gitStates = ({ kind, autoscaled }: StoppedObject): boolean => kind !== 'ScaledObject' && !autoscaled;

const groupOf = ({ apiVersion }: StoppedObject): string => apiVersion.split('/')[0] ?? '';

/** Rights on objects of one namespace, each by its name. */
function rightsOf(stopped: readonly StoppedObject[]): RoleRules {
  const resources = new Map<string, StoppedObject[]>();
  for (const one of stopped) resources.set(one.resource, [...(resources.get(one.resource) ?? []), one]);
  return [...resources].flatMap(([resource, [first, ...others]]) =>
    first
      ? [
          {
            apiGroups: [groupOf(first)],
            // Paused by an annotation: that is no subresource.
            resources: [first.kind === 'ScaledObject' ? resource : `${resource}/scale`],
            resourceNames: [first, ...others].map((one) => one.name).sort(),
            verbs: ['get', 'patch'],
          },
        ]
      : [],
  );
}

export interface OffHoursChartProps {
  readonly context: ChartContext;
  readonly offHours: OffHours;
  /** Everything that was rendered of the site's services. */
  readonly charts: readonly WaveChart[];
}

/**
 * Stops servers when nobody works, and starts them again. What stops is marked in Git and keeps its number there: GitOps
 * makes it with that number and leaves the field from then on. Gone from the schedule, it is GitOps' own again.
 */
export class OffHoursChart extends WaveChart {
  /** What the job stops and starts. */
  readonly stopped: readonly StoppedObject[];

  constructor(scope: Construct, { context, offHours, charts }: OffHoursChartProps) {
    super(scope, { context, wave: 'services', name, owner: name });
    const { timeZone, workingHours } = offHours;
    const stopping = stoppingObjects(charts, offHours);
    for (const { object, stopped } of stopping) {
      if (gitStates(stopped)) object.metadata.addLabel(...stopsEntry);
    }
    this.stopped = stopping.map(({ stopped }) => stopped);
    serviceAccount(this, place);
    this.addRights(this.stopped);
    this.addJob({ timeZone, workingHours, stopped: this.stopped });
  }

  /** The number of what stops, and nothing else of it; and its own job, to see whether it was told to wait. */
  private addRights(stopped: readonly StoppedObject[]): void {
    roleAccess(this, {
      ...place,
      rules: [{ apiGroups: ['batch'], resources: ['cronjobs'], resourceNames: [name], verbs: ['get'] }],
    });
    for (const namespace of new Set(stopped.map((one) => one.namespace))) {
      roleAccess(this, {
        name: `${namespace}-${name}`,
        namespace,
        rules: rightsOf(stopped.filter((one) => one.namespace === namespace)),
        accounts: [place],
      });
    }
  }

  private addJob(rendered: RenderedSchedule): void {
    const { label, file } = schedule;
    const config: IConfigMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { ...place, labels: { ...label } },
      data: { [file]: `${JSON.stringify(rendered, null, 2)}\n`, [files.script]: offHoursScript },
    };
    typedObject(this, config);
    new ScheduledJob(this, 'job', {
      ...place,
      owner: name,
      software: { name, component: name, version: pythonVersion },
      schedule: cronOf(intervalMinutes),
      deadlineMinutes: runMinutes,
      // The next run is not far.
      retries: 0,
      user,
      serviceAccountName: name,
      usesApiServer: true,
      containers: [
        {
          name,
          image,
          command: ['python'],
          args: [`${files.folder}/${files.script}`],
          env: {
            ACCOUNT_FOLDER: accountFolder,
            API_SERVER: 'https://kubernetes.default.svc',
            SCHEDULE: `${files.folder}/${file}`,
            OWN_JOB: `/apis/batch/v1/namespaces/${name}/cronjobs/${name}`,
            FIELD_MANAGER: fieldManager,
            STAY_UP_UNTIL: stayUpUntil,
            // For whoever tries it: a time such as 2026-11-23T22:00:00Z in place of that of the clock.
            NOW: '',
            PYTHONDONTWRITEBYTECODE: '1',
          },
          cpuMillis: 20,
          memoryMiB: 64,
          mounts: [{ path: files.folder, configMap: name }],
        },
      ],
      ingress: [],
      egress: [],
    });
  }
}
