import { createHash, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type EnvironmentLock, lockText, parseLock } from '../../delivery/environment-lock';
import type { AppliedByGitops, PromotionFacts } from '../../delivery/promotion/promotion-facts';
import type { ComponentDifference } from '../../delivery/release-lock/component-paths';
import type { EnvironmentInput } from '../../environments/schema';
import { publicKeyText } from '../../policies/drills/evidence-signature';
import { writeEvidence } from '../../runbooks/drill/write-evidence';
import { cliCommand } from '../cli/run-cli';
import { environmentInput } from '../fixtures/environment';
import { scheduledDrill } from '../fixtures/scheduled-drill';
import { drillRecord } from '../policies/drills/drill-records';
import { type CommandResult, runCommand } from './tools/command';

const people = { asks: 'Grace <grace@example.com>', agrees: 'Ada <ada@example.com>', other: 'Eve <eve@example.com>' };
export type Person = keyof typeof people;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** No cloud: what it promises its data, it keeps without a key of its own. */
const small: Partial<EnvironmentInput> = { services: { tracking: { ownKey: false } }, sites: [{ cloud: 'local' }] };

const dayAhead = (days: number): Date => new Date((Math.floor(Date.now() / 86_400_000) + days) * 86_400_000);
const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** What a promotion or a way back prints. */
export interface Told {
  readonly commit?: string;
  readonly release?: string;
  readonly gates?: readonly { readonly id: string; readonly status: string; readonly why: string }[];
  readonly findings: readonly {
    readonly code: string;
    readonly place: string;
    readonly message: string;
    readonly fix: string;
  }[];
  readonly waiting?: readonly string[];
  readonly components?: readonly ComponentDifference[];
  readonly difference?: { readonly changes: readonly unknown[]; readonly risks: readonly unknown[] };
  readonly changes?: readonly unknown[];
  readonly notes?: readonly string[];
  readonly entries?: readonly {
    readonly kind: string;
    readonly release: string;
    readonly commit: string;
    readonly reason?: string;
  }[];
}

/** A team's repository: dev, staging and prod, small, in a real Git repository. */
export class PromotionGround {
  /** Whole days, a while ahead. */
  readonly freeze = { from: dayAhead(60), until: dayAhead(70) };
  /** What prod has and the others have not: a cloud, and somebody who restores its volumes. */
  readonly prodRelease = {
    promotedFrom: 'staging',
    own: [
      'images/docker.io/velero/*',
      'charts/cluster-autoscaler',
      'charts/velero',
      'operators/velero*',
      'providers/hashicorp/*',
    ],
  };
  private readonly key = generateKeyPairSync('ed25519').privateKey;

  /** @param shared what all environments say alike */
  constructor(
    readonly folder: string,
    private readonly shared: Partial<EnvironmentInput> = {},
  ) {
    mkdirSync(join(folder, 'environments'), { recursive: true });
  }

  private environmentOf(name: string, overrides: Partial<EnvironmentInput>): EnvironmentInput {
    const text = JSON.stringify(environmentInput({ name, ...this.shared, ...overrides }), null, 2);
    writeFileSync(join(this.folder, 'environments', `${name}.ts`), `export default ${text};\n`);
    return JSON.parse(text) as EnvironmentInput;
  }

  dev(): void {
    this.environmentOf('dev', small);
  }

  staging(): void {
    this.environmentOf('staging', {
      ...small,
      release: { promotedFrom: 'dev' },
      promotion: { soakHours: 0, errorBudgetLeft: 0, approvals: 0 },
    });
  }

  prod(overrides: Partial<EnvironmentInput> = {}): EnvironmentInput {
    return this.environmentOf('prod', {
      addresses: { supernet: '10.64.0.0/10' },
      ...scheduledDrill(publicKeyText(this.key)),
      release: this.prodRelease,
      promotion: { approvers: ['ada@example.com', 'grace@example.com'] },
      budget: { monthlyUsd: 1_000_000 },
      maintenance: {
        freezes: [{ from: dayOf(this.freeze.from), until: dayOf(this.freeze.until), reason: 'end of the year' }],
      },
      ...overrides,
    });
  }

  /** The evidence of a drill of prod that passed. */
  drilled(finishedAt: Date): void {
    const at = finishedAt.toISOString();
    const record = drillRecord({ environment: 'prod', scenario: 'database-site-loss', startedAt: at, finishedAt: at });
    writeEvidence(join(this.folder, 'evidence', 'drills'), record, this.key);
  }

  async git(...words: string[]): Promise<string> {
    const result = await runCommand('git', words, { cwd: this.folder, env: this.as('asks') });
    if (result.exitCode !== 0) throw new Error(`git ${words.join(' ')}: ${result.stderr}`);
    return result.stdout.trim();
  }

  private as(person: Person): NodeJS.ProcessEnv {
    const [, name = '', email = ''] = /^(.*) <(.*)>$/.exec(people[person]) ?? [];
    const own = {
      GIT_AUTHOR_NAME: name,
      GIT_AUTHOR_EMAIL: email,
      GIT_COMMITTER_NAME: name,
      GIT_COMMITTER_EMAIL: email,
    };
    return { ...process.env, ...own, GIT_CONFIG_GLOBAL: '/dev/null', CI: 'true', NO_COLOR: '1' };
  }

  async commitAll(subject: string): Promise<string> {
    const folders = ['environments', 'dist', 'evidence'].filter((name) => existsSync(join(this.folder, name)));
    await this.git('add', '--all', ...folders);
    await this.git('commit', '--quiet', '--allow-empty', '-m', subject);
    return this.head();
  }

  head(): Promise<string> {
    return this.git('rev-parse', 'HEAD');
  }

  /** Ids of lock and rendered tree: the same ids are the same bytes. */
  bytes(environment: string, commit = 'HEAD'): Promise<string> {
    return this.git('ls-tree', '-d', '--format=%(objectname) %(path)', commit, '--', `dist/${environment}`);
  }

  status(): Promise<string> {
    return this.git('status', '--porcelain');
  }

  /** Somebody agrees in a commit of their own, or takes it back. */
  async agree(
    person: Person,
    release: string,
    of: Person = person,
    word: 'Approved-by' | 'Withdrawn-by' = 'Approved-by',
  ): Promise<void> {
    const words = [
      'commit',
      '--quiet',
      '--allow-empty',
      '-m',
      'Agree',
      '--trailer',
      `Release: ${release}`,
      '--trailer',
      `${word}: ${people[of]}`,
    ];
    const { exitCode, stderr } = await runCommand('git', words, { cwd: this.folder, env: this.as(person) });
    if (exitCode !== 0) throw new Error(stderr);
  }

  evenkeel(...words: string[]): Promise<CommandResult> {
    const [command, ...rest] = cliCommand(...words);
    return runCommand(command, rest, { cwd: this.folder, env: this.as('asks'), timeoutMs: 300_000 });
  }

  async told(...words: string[]): Promise<Told & { readonly exitCode: number }> {
    const { stdout, stderr, exitCode } = await this.evenkeel(...words, '--json');
    if (!stdout.startsWith('{')) throw new Error(`${words.join(' ')}: ${exitCode} ${stderr}`);
    return { ...(JSON.parse(stdout) as Told), exitCode: exitCode ?? -1 };
  }

  /**
   * What is known of the health of all environments.
   * @param alerts of the environment that has the site; `''`: of every environment
   */
  facts(
    now: Date,
    alerts: readonly { readonly site: string; readonly lastAt: Date }[] = [],
    remaining = 0.8,
    gitops: Partial<Record<string, Partial<AppliedByGitops>>> = {},
  ): string {
    const path = join(dirname(this.folder), 'facts.json');
    const well = { name: 'root', isInSync: true, isHealthy: true, says: 'ready: True' };
    const one = (...sites: string[]) => ({
      at: now.toISOString(),
      watched: { hours: 48, share: 1 },
      alerts: alerts
        .filter(({ site }) => site === '' || sites.includes(site))
        .map(({ site, lastAt }) => ({
          name: 'TrackingDown',
          severity: 'page',
          ...(site === '' ? {} : { site }),
          lastAt: lastAt.toISOString(),
        })),
      budgets: [{ service: 'tracking', slo: 'availability', remaining }],
      gitops: sites.map((site) => ({ ...well, site, ...gitops[site] })),
    });
    const environments: PromotionFacts = {
      dev: one('dev-local'),
      staging: one('staging-local'),
      prod: one('prod-aws-eu-central-1', 'prod-aws-eu-west-1'),
    };
    writeFileSync(path, JSON.stringify({ environments }));
    return path;
  }

  lockPath(name: string): string {
    return join(this.folder, 'environments', `${name}.lock.json`);
  }

  /** The real `evenkeel lock --release`, of what is committed. */
  async released(
    name: string,
    ...words: string[]
  ): Promise<{ readonly release: string; readonly unresolved: string[] }> {
    const { stdout, stderr, exitCode } = await this.evenkeel('lock', name, '--release', '--json', ...words);
    const { locks = [] } = stdout.startsWith('{')
      ? (JSON.parse(stdout) as { locks?: { release: string; unresolved: string[] }[] })
      : {};
    const [lock] = locks;
    if (exitCode !== 0 || !lock) throw new Error(`lock ${name}: ${exitCode} ${stdout} ${stderr}`);
    return lock;
  }

  /**
   * Records a release of an environment, with digests as a registry would give them.
   * @param generation another one is another release
   * @param without an image that nobody resolved
   */
  async record(name: string, generation: string, without?: string): Promise<string> {
    const { unresolved } = await this.released(name);
    const images = unresolved.flatMap((path) => (path.startsWith('images/') ? [path.slice('images/'.length)] : []));
    this.relock(name, (lock) => {
      for (const image of [...Object.keys(lock.images), ...images]) {
        if (image === without) delete lock.images[image];
        else lock.images[image] = `sha256:${hash(`${generation} ${image}`)}`;
      }
    });
    return (await this.released(name)).release;
  }

  /** A build that finds nothing. */
  async built(...names: string[]): Promise<void> {
    const { exitCode, stdout, stderr } = await this.evenkeel('build', ...names);
    if (exitCode !== 0) throw new Error(`build ${names.join(' ')}: ${exitCode} ${stdout} ${stderr}`);
  }

  lock(name: string): EnvironmentLock {
    return parseLock(readFileSync(this.lockPath(name), 'utf8'), this.lockPath(name));
  }

  /** Writes a lock as Evenkeel would, with something changed. */
  relock(name: string, change: (lock: EnvironmentLock) => void): void {
    const lock = this.lock(name);
    change(lock);
    writeFileSync(this.lockPath(name), lockText(lock));
  }
}
