import { shownCommand } from '../../constructs/contracts/command';
import { secretName } from '../../constructs/contracts/names';
import type { NeedRequest } from '../../constructs/contracts/need-provider';
import { requestsOf, serviceTenants } from '../../constructs/contracts/need-requests';
import { isSitePublicCloud, type Site } from '../../environments/model';
import type { RuleFinding } from '../../environments/rules/rule';
import { cloudUpgrades, inClusterPostgres, type PostgresUpgrade } from './cloud-upgrades';
import { canaryFirst, type PlannedPart, scaledGitops, type UpgradeInput } from './upgrade-input';
import type { UpgradeStep } from './upgrade-step';

type Postgres = NeedRequest<'postgres', Site>;

const kind = 'postgres' as const;

/** What this release of Evenkeel renders. */
export const postgresMajors = [16, 17] as const;

/** Copies that speak the format of the server itself, and so follow none of another major version. */
const physical = ['postgres.cross-region-replica', 'postgres.archive-replica'];

const storeOf = ({ service, name }: Postgres): string => `${service}-${name}`;

/** Sites that follow the server by what it writes. */
const followers = ({ site, service, name }: Postgres): string[] =>
  (site.recovery?.copies ?? [])
    .filter((copy) => physical.includes(copy.mechanism) && copy.service === service && copy.need === name)
    .filter((copy) => copy.from.name === site.name)
    .map((copy) => copy.to.name);

const isInCluster = ({ site }: Postgres): boolean =>
  !(isSitePublicCloud(site) && site.providers.postgres === 'managed');

const upgradeOf = (request: Postgres): PostgresUpgrade =>
  isSitePublicCloud(request.site) && !isInCluster(request)
    ? cloudUpgrades[request.site.cloud].postgres
    : inClusterPostgres;

interface Words {
  /** Before a program that asks the server, where that is typed on it. */
  readonly inside: string;
  readonly backup: readonly string[];
  readonly backupDone: string;
  readonly upgrade: readonly string[];
  readonly upgradeDone: string;
  /** Once statistics are there. */
  readonly after: readonly string[];
  readonly state: readonly string[];
}

const stateOf = (environment: string, to: number): string => `# environments/${environment}.ts: majorVersion: ${to}`;

/** A server of CloudNativePG: Git names the version, and the operator does the rest. */
function inClusterWords(environment: string, request: Postgres, to: number): Words {
  const { site, namespace } = request;
  const name = secretName(request);
  const kubectl = `kubectl --namespace ${namespace}`;
  const backupNow = (at: string): string[] => {
    const backup = {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Backup',
      metadata: { name: `${name}-${at}` },
      spec: {
        cluster: { name },
        method: 'plugin',
        pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },
      },
    };
    return [
      `echo '${JSON.stringify(backup)}' | ${kubectl} create --filename -`,
      `${kubectl} wait backups.postgresql.cnpg.io/${name}-${at} --for=jsonpath='{.status.phase}'=completed --timeout=4h`,
    ];
  };
  return {
    inside: `${kubectl} exec service/${name}-rw --container=postgres -- `,
    backup: backupNow(`before-${to}`),
    backupDone: 'the phase of the backup is completed',
    upgrade: [
      stateOf(environment, to),
      `evenkeel build ${environment}`,
      `git add environments/${environment}.ts dist/${environment}/${site.name}`,
      `${kubectl} get jobs --selector cnpg.io/cluster=${name}`,
      `${kubectl} get clusters.postgresql.cnpg.io/${name} --output jsonpath='{.status.phase} {.status.pgDataImageInfo.majorVersion}'`,
    ],
    upgradeDone: `it says Cluster in healthy state, and ${to}; where the job failed, the old version in Git starts the old server, whose files are untouched until then`,
    // The archive of before ends at the upgrade: no restore goes across it.
    after: backupNow(`after-${to}`),
    state: [`${kubectl} get deployments`],
  };
}

function managedWords(input: UpgradeInput, request: Postgres, to: number): Words {
  const { site, namespace } = request;
  const { name: environment } = input.environment;
  const [backup, upgrade] = input.majorUpgrade(request, to);
  const words = (checked: typeof backup): string[] => (checked?.commands ?? []).map(shownCommand);
  return {
    inside: '',
    backup: words(backup),
    backupDone: backup?.check.says ?? 'the backup is complete',
    upgrade: [
      scaledGitops(site, 0),
      `kubectl --namespace ${namespace} scale deployments --all --replicas=0`,
      ...words(upgrade),
    ],
    upgradeDone: upgrade ? `${upgrade.check.says}: ${to}` : `the server says ${to}`,
    after: [],
    state: [
      stateOf(environment, to),
      `evenkeel deploy ${environment} --site ${site.name} --stack data`,
      scaledGitops(site, 1),
      `kubectl --namespace ${namespace} get deployments`,
    ],
  };
}

function stepsOf(input: UpgradeInput, request: Postgres, to: number, after: readonly string[]): UpgradeStep[] {
  const { site, need } = request;
  const store = storeOf(request);
  const { how, copiesForReads, otherWay, source } = upgradeOf(request);
  const elsewhere = followers(request);
  const id = (what: string): string => `${what}-${store}-${site.name}`;
  const version = { from: `${need.majorVersion}`, to: `${to}` };
  const shared = { kind, site: site.name };
  const words = isInCluster(request)
    ? inClusterWords(input.environment.name, request, to)
    : managedWords(input, request, to);
  const extensions = ['pg_stat_statements', ...(need.extensions ?? [])];
  return [
    {
      ...shared,
      id: id('try'),
      title: `Try ${to} on a copy of ${store} of ${site.name}`,
      because: [
        `extensions must exist for ${to} (${extensions.join(', ')}), and so must every parameter: what pg_upgrade refuses, it refuses with the server stopped`,
        `the copy shows how long it takes. Another way, with less downtime: ${otherWay}`,
      ],
      commands: [
        `${words.inside}psql --command='SELECT name, installed_version, default_version FROM pg_available_extensions WHERE installed_version IS NOT NULL'`,
      ],
      doneWhen: `a server restored beside (\`evenkeel restore\`) runs ${to}, and the service's own tests pass on it`,
      wayBack: 'delete the copy',
      after,
    },
    {
      ...shared,
      id: id('backup'),
      title: `Back up ${store} of ${site.name}`,
      because: [`the way back is a restore: nothing reads the files of ${to} with ${need.majorVersion}`],
      commands: words.backup,
      doneWhen: words.backupDone,
      wayBack: 'nothing is to be taken back',
      after: [id('try')],
    },
    ...(elsewhere.length > 0
      ? [
          {
            ...shared,
            id: id('unfollow'),
            title: `Let ${elsewhere.join(', ')} follow ${store} no more`,
            because: [
              `${upgradeOf(request).copiesElsewhere}; until it is made anew, what is promised for the loss of ${site.name} holds by the backup only`,
            ],
            commands: [
              `# remove the copy on ${elsewhere.join(', ')}, as \`evenkeel runbook failback\` does with old databases`,
            ],
            doneWhen: 'the copy is gone, and the owner of the promise knows until when',
            wayBack: 'make it anew from the server that runs',
            after: [id('backup')],
          },
        ]
      : []),
    {
      ...shared,
      id: id('upgrade'),
      title: `Upgrade ${store} of ${site.name} to ${to}`,
      because: [how, copiesForReads, `look it up before: ${source}`],
      commands: words.upgrade,
      doneWhen: words.upgradeDone,
      wayBack: `restore the backup beside as ${need.majorVersion} (\`evenkeel restore\`); what was written since is lost`,
      pointOfNoReturn: true,
      after: [elsewhere.length > 0 ? id('unfollow') : id('backup')],
      version,
    },
    {
      ...shared,
      id: id('analyze'),
      title: `Count ${store} of ${site.name} anew, and bring its extensions along`,
      because: ['pg_upgrade to 17 and before leaves no statistics: without them the first queries are slow for hours'],
      commands: [
        `${words.inside}vacuumdb --all --analyze-in-stages`,
        ...extensions.map(
          (one) => `${words.inside}psql --dbname=${need.database} --command='ALTER EXTENSION ${one} UPDATE'`,
        ),
        ...words.after,
      ],
      doneWhen: 'no table of pg_stat_user_tables lacks last_analyze',
      wayBack: 'nothing is to be taken back',
      after: [id('upgrade')],
    },
    {
      ...shared,
      id: id('state'),
      title: isInCluster(request)
        ? `See that ${store} of ${site.name} answers its services again`
        : `Say ${to} in Git, and let ${store} of ${site.name} answer again`,
      because: [
        'the file says what runs: stacks that still say the old version would try to go back',
        'scripts of dumps take the client of the version that is stated',
      ],
      commands: words.state,
      doneWhen: isInCluster(request)
        ? 'every deployment has its replicas, and a backup of the new version is complete'
        : 'the plan of the `data` stack replaces nothing, and every deployment has its replicas',
      wayBack: `as of the upgrade: ${secretName(request)} leads to the restored server`,
      after: [id('analyze')],
    },
    ...(elsewhere.length > 0
      ? [
          {
            ...shared,
            id: id('follow'),
            title: `Make the copy of ${store} on ${elsewhere.join(', ')} anew`,
            because: ['what is promised for the loss of the site holds again from here on'],
            commands: [`evenkeel recovery ${input.environment.name}`],
            doneWhen: 'its age is within the RPO',
            wayBack: 'nothing is to be taken back',
            after: [id('state')],
          },
        ]
      : []),
  ];
}

/** Databases to a later major version, site by site, one after the other. */
export function postgresPlan(input: UpgradeInput): PlannedPart {
  const to = input.wanted.postgres;
  if (to === undefined) return { steps: [], findings: [], warnings: [] };
  const place = 'majorVersion';
  const all = canaryFirst(input.environment.sites).flatMap((site) =>
    serviceTenants(site).flatMap((tenant): Postgres[] => requestsOf(site, tenant, 'postgres')),
  );
  // A server that follows another one is made anew behind it.
  const servers = all.filter(
    ({ site, service, name }) =>
      !(site.recovery?.copies ?? []).some(
        (copy) =>
          physical.includes(copy.mechanism) &&
          copy.service === service &&
          copy.need === name &&
          copy.to.name === site.name,
      ),
  );
  const older = servers.filter(({ need }) => need.majorVersion < to);
  const newer = servers.filter(({ need }) => need.majorVersion > to);
  const findings: RuleFinding[] = [];
  if (!(postgresMajors as readonly number[]).includes(to)) {
    findings.push({
      code: 'UPGRADE_UNKNOWN',
      place,
      message: `this release of Evenkeel renders PostgreSQL ${postgresMajors.join(' and ')}`,
      value: to,
      allowed: postgresMajors.map(String),
      fix: 'take the release of Evenkeel that has it: images, clients and parameters come with it',
    });
  }
  if (older.length === 0 && newer.length > 0) {
    findings.push({
      code: 'UPGRADE_DOWNGRADE',
      place,
      message: `every database is at a later version (${[...new Set(newer.map(({ need }) => need.majorVersion))].join(', ')}), and no server takes its files back`,
      value: to,
      fix: 'a dump into a second server of the old version, if its schema allows it',
    });
  }
  let after: readonly string[] = [];
  const steps = older.flatMap((request) => {
    const own = stepsOf(input, request, to, after);
    after = own.slice(-1).map(({ id }) => id);
    return own;
  });
  const fixed = older.filter(({ service }) => service !== 'databases');
  return {
    steps,
    findings,
    warnings: [
      ...(older.length === 0 && newer.length === 0
        ? [`Every database is at ${to} already: nothing is to be done`]
        : []),
      ...(fixed.length > 0
        ? [
            `Databases of services change with the release of Evenkeel that states ${to} for them: ${[...new Set(fixed.map(storeOf))].join(', ')}`,
          ]
        : []),
      ...older
        .filter((request) => followers(request).length > 0)
        .map(
          (request) =>
            `${storeOf(request)} of ${request.site.name} is followed by ${followers(request).join(', ')}, which must be made anew: the RPO is at risk meanwhile`,
        ),
    ],
  };
}
