import type { Site } from '../../environments/model';
import type { ServiceName } from '../../services';
import { services } from '../../services';
import { compareVersions } from './minor';
import type { PlacedObject } from './removed-apis';
import { canaryFirst, type PlannedPart, scaledGitops, type UpgradeInput } from './upgrade-input';
import type { UpgradeStep } from './upgrade-step';

/** A service whose program brings its own database to its version. */
interface Migrated {
  readonly service: ServiceName;
  readonly title: string;
  /** Finds its image and the version in it. */
  readonly image: RegExp;
  /** Nothing that was begun by the old version is under way any more. */
  readonly drain: {
    readonly because: string;
    readonly commands: (site: Site) => readonly string[];
    readonly doneWhen: string;
    readonly back: readonly string[];
  };
  /** Once the new version is in Git. Default: GitOps brings it by itself. */
  readonly resume?: (site: Site) => readonly string[];
  /** What the program itself offers for the way back, honestly. */
  readonly downgrade: string;
  /** How a major version is entered. */
  readonly majors: string;
  /** What must not be of another version while it runs. */
  readonly skew: string;
  readonly migration: string;
  readonly source: string;
}

const majorOf = (version: string): number => Number(version.split('.', 1)[0]);

const namespaceOf = (service: ServiceName): string => services[service].namespace;

/** Services with a migration of their own, by the option that names them. */
export const migratedServices: { readonly [K in 'airflow' | 'mlflow']: Migrated } = {
  airflow: {
    service: 'orchestration',
    title: 'Airflow',
    image: /^apache\/airflow:(\d[\w.]*)/,
    drain: {
      because:
        'a task of the old version that reports to an API server of the new one is lost: runs end first, and none begins',
      commands: () => [
        `kubectl --namespace ${namespaceOf('orchestration')} exec deployment/airflow-scheduler -- airflow dags list --output json > dags-before.json`,
        `kubectl --namespace ${namespaceOf('orchestration')} exec deployment/airflow-scheduler -- airflow dags pause --treat-dag-id-as-regex --yes '.*'`,
        `kubectl --namespace ${namespaceOf('orchestration')} get pods --selector kubernetes_executor=True --field-selector status.phase!=Succeeded,status.phase!=Failed`,
      ],
      doneWhen: 'no pod of a task is left, and dags-before.json says which DAGs were paused before',
      back: ["airflow dags unpause --treat-dag-id-as-regex --yes '.*', but for what was paused before"],
    },
    skew: 'scheduler, API server, DAG processor, triggerer and the image of every task are of one version, its providers too; own images are built from the new one first',
    downgrade:
      '`airflow db downgrade` of the new version exists, and drops what only the new schema holds: it is no way back for runs that were made since',
    majors: 'from the last minor version of the major before, and by its own list of what was taken away',
    migration: 'airflow db migrate',
    source: 'airflow.apache.org/docs/apache-airflow/stable/installation/upgrading.html',
  },
  mlflow: {
    service: 'tracking',
    title: 'MLflow',
    image: /^ghcr\.io\/mlflow\/mlflow:v(\d[\w.]*?)(-full)?(@.*)?$/,
    drain: {
      because: 'an old server writes what the new schema has elsewhere: no server runs while the schema changes',
      commands: (site) => [
        // Otherwise it would start the old servers again.
        scaledGitops(site, 0),
        `kubectl --namespace ${namespaceOf('tracking')} scale deployments --all --replicas=0`,
        `kubectl --namespace ${namespaceOf('tracking')} get pods`,
      ],
      doneWhen: 'GitOps rests, and no server runs',
      back: ['the replicas that there were'],
    },
    skew: 'clients may be older than the server; a client that is newer may ask for what the server lacks',
    resume: (site) => [scaledGitops(site, 1)],
    downgrade: 'MLflow has no way to take a migration back',
    majors: 'by its own list of what breaks, with clients of every job looked at',
    migration: 'mlflow db upgrade',
    source: 'mlflow.org/docs/latest/self-hosting/migration',
  },
};

interface PodOwner {
  readonly spec?: {
    readonly template?: { readonly spec?: { readonly containers?: readonly { readonly image?: string }[] } };
  };
}

/** Version of a program on a site, by the images that it renders. */
function versionOn(objects: readonly PlacedObject[], site: string, { image }: Migrated): string | undefined {
  const images = objects
    .filter(({ of }) => of === site)
    .flatMap(({ object }) => (object as PodOwner).spec?.template?.spec?.containers ?? [])
    .map((container) => container.image ?? '');
  return images.map((one) => image.exec(one)?.[1]).find((version) => version !== undefined);
}

function stepsOn(
  on: Site,
  name: 'airflow' | 'mlflow',
  from: string,
  { to, after, environment }: { to: string; after: readonly string[]; environment: string },
): UpgradeStep[] {
  const { service, title, drain, skew, migration, source, resume, downgrade } = migratedServices[name];
  const { name: site } = on;
  const namespace = namespaceOf(service);
  const id = (what: string): string => `${what}-${name}-${site}`;
  const shared = { kind: name, site };
  return [
    {
      ...shared,
      id: id('drain'),
      title: `Let what ${title} does on ${site} come to its end`,
      because: [drain.because],
      commands: drain.commands(on),
      doneWhen: drain.doneWhen,
      wayBack: drain.back.join('; '),
      after,
    },
    {
      ...shared,
      id: id('dump'),
      title: `Dump the database of ${title} on ${site}`,
      because: ['migrations go one way; the dump is of the very state that the old version left'],
      commands: [
        `kubectl --namespace ${namespace} get cronjobs --selector=app.kubernetes.io/component=database-dumps --output name`,
        `kubectl --namespace ${namespace} create job before-${to.replaceAll('.', '-')} --from=<cronjob>`,
      ],
      doneWhen: 'the job succeeded; where the site makes no dumps, a snapshot of the server is complete',
      wayBack: 'nothing is to be taken back',
      after: [id('drain')],
    },
    {
      ...shared,
      id: id('migrate'),
      title: `Migrate ${title} on ${site} from ${from} to ${to}`,
      because: [`the job with \`${migration}\` runs before the new pods begin`, skew, `look it up before: ${source}`],
      commands: [
        `git add dist/${environment}/${site}`,
        ...(resume?.(on) ?? []),
        `kubectl --namespace ${namespace} get jobs,deployments`,
      ],
      doneWhen: 'the migration succeeded, and every deployment has its replicas',
      wayBack: `the dump of before (\`evenkeel restore ${environment} ${service} --to <time>\`) with the image of ${from}; what was written since is lost. ${downgrade}`,
      pointOfNoReturn: true,
      after: [id('dump')],
      version: { from, to },
    },
    {
      ...shared,
      id: id('go-on'),
      title: `Let ${title} on ${site} go on, and look at it`,
      because: ['the first run shows what no health check does'],
      commands: drain.back.map((one) => `# ${one}`),
      doneWhen: 'one run of each kind ended well',
      wayBack: 'as of the migration',
      after: [id('migrate')],
    },
  ];
}

function servicePart(input: UpgradeInput, name: 'airflow' | 'mlflow'): PlannedPart {
  const to = input.wanted[name];
  if (to === undefined) return { steps: [], findings: [], warnings: [] };
  const found = canaryFirst(input.environment.sites).flatMap((site) => {
    const version = versionOn(input.objects, site.name, migratedServices[name]);
    return version === undefined ? [] : [{ on: site, site: site.name, version }];
  });
  const place = `services.${migratedServices[name].service}`;
  const later = found.filter(({ version }) => compareVersions(to, version) < 0);
  if (found.length === 0 || later.length > 0) {
    return {
      steps: [],
      findings:
        found.length === 0
          ? [
              {
                code: 'UPGRADE_UNKNOWN',
                place,
                message: 'no site of the environment runs it',
                value: to,
                fix: `leave --${name} out`,
              },
            ]
          : later.map(({ site, version }) => ({
              code: 'UPGRADE_DOWNGRADE',
              place: `${site} ${place}`,
              message: `its database is at ${version}, and migrations go one way`,
              value: to,
              fix: 'restore the dump that was made before the upgrade, with the old image',
            })),
      warnings: [],
    };
  }
  let after: readonly string[] = [];
  const steps = found
    .filter(({ version }) => version !== to)
    .flatMap(({ on, version }) => {
      const own = stepsOn(on, name, version, { to, after, environment: input.environment.name });
      after = own.slice(-1).map(({ id }) => id);
      return own;
    });
  return {
    steps,
    findings: [],
    warnings:
      steps.length > 0
        ? [
            `${migratedServices[name].title} ${to} comes with the release of Evenkeel that pins it; the image of this one is ${found[0]?.version}`,
            ...(found.some(({ version }) => majorOf(version) < majorOf(to))
              ? [
                  `${migratedServices[name].title} ${majorOf(to)} is another major version: ${migratedServices[name].majors}`,
                ]
              : []),
          ]
        : [],
  };
}

/** Programs that migrate a database of their own. */
export const servicePlans = (input: UpgradeInput): PlannedPart[] => [
  servicePart(input, 'airflow'),
  servicePart(input, 'mlflow'),
];
