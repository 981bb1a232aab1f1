import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPins, withPins } from '../../../environments/model/model-pins';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import type { CommandRunner } from '../../../runbooks/engine/command-runner';
import type { AskedMove } from '../../../runbooks/models/prepare-move';
import { environmentInput } from '../../fixtures/environment';
import { FakeRegistry, mlmodel } from '../../fixtures/fake-registry';

export const sound = mlmodel({ spend: 'double' }, { churns: 'long' });

/** A registry with two versions, a repository, and a cluster that does what Git and patches say. */
export class ModelGround {
  readonly registry = new FakeRegistry();
  readonly folder = mkdtempSync(join(tmpdir(), 'models-'));
  readonly pinsFile = join(this.folder, 'prod.models.json');
  readonly effects: string[] = [];
  /** What the controller says of the version that Git asks for. */
  verdict: 'Healthy' | 'Degraded' = 'Healthy';
  /** What those of single sites say instead, by kubeconfig; `Idle`: nobody asks there, until it is let through. */
  readonly verdicts: Record<string, 'Healthy' | 'Degraded' | 'Idle'> = {};
  features: object = {};
  /** Subjects of the commits. */
  readonly subjects: string[] = [];
  committed = '';
  private note?: string;

  constructor(
    readonly source: { version?: number; alias?: string } = { version: 1 },
    readonly quality: readonly object[] = [],
  ) {}

  async start(): Promise<this> {
    await this.registry.start();
    for (const accuracy of [0.9, 0.92]) {
      const files = { MLmodel: sound, 'model.skops': `weights ${accuracy}` };
      this.registry.addVersion('churn', { files, metrics: { accuracy } });
    }
    (this.registry.models.churn as { aliases: object }).aliases = { champion: '1' };
    return this;
  }

  stop(): void {
    this.registry.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** The file of promoted versions as it is on the disk; empty: it is not there. */
  private pins(): string {
    return existsSync(this.pinsFile) ? readFileSync(this.pinsFile, 'utf8') : '';
  }

  /** As much of Git as one file needs. */
  private git(args: readonly string[]): string {
    if (args.includes('status')) return this.pins() === this.committed ? '' : ' M prod.models.json\n';
    if (args.includes('commit')) {
      this.committed = this.pins();
      this.subjects.push(args[args.indexOf('--message') + 1] ?? '');
      this.effects.push('commit');
    }
    return '';
  }

  get churn() {
    return this.registry.models.churn as FakeRegistry['models'][string];
  }

  /** As the file has it now, with what was promoted. */
  environment(more: object = {}) {
    const canary = this.source.version === undefined ? {} : { delivery: { by: 'canary' as const } };
    const source = { from: 'registry' as const, model: 'churn', ...this.source };
    const input = environmentInput({
      services: {
        tracking: {},
        monitoring: {},
        serving: { models: { churn: { source, quality: this.quality, ...canary } } },
      },
      ...more,
    } as never);
    return resolveEnvironment(withPins(input, readPins(this.pinsFile, 'pins'), 'pins'));
  }

  /** Version that Git asks the Rollout for. */
  private wanted(): number {
    return readPins(this.pinsFile, 'pins')['churn.source']?.version ?? this.source.version ?? 1;
  }

  private workload(kind: string, kubeconfig: string): object {
    const verdict = this.verdicts[kubeconfig] ?? this.verdict;
    const there = { metadata: { generation: 3 }, kind };
    const template = {
      metadata: { annotations: this.note === undefined ? {} : { 'evenkeel.dev/loaded-model': this.note } },
      spec: {
        initContainers: [{ name: 'fetch-churn', env: [{ name: 'ADDRESS', value: `models:/churn/${this.wanted()}` }] }],
      },
    };
    const pods = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
    if (kind === 'Deployment') {
      const conditions =
        verdict === 'Degraded'
          ? [{ type: 'Progressing', reason: 'ProgressDeadlineExceeded', message: 'new pods never came up' }]
          : [];
      return { ...there, spec: { replicas: 2, template }, status: { observedGeneration: 3, ...pods, conditions } };
    }
    if (verdict === 'Idle') {
      const pauseConditions = [{ reason: 'InconclusiveAnalysisRun' }];
      const paused = { phase: 'Paused', currentPodHash: 'new', stableRS: 'old', pauseConditions };
      return { ...there, spec: { replicas: 2, template }, status: { observedGeneration: '3', ...pods, ...paused } };
    }
    const good = verdict === 'Healthy';
    const status = {
      phase: verdict,
      abort: !good,
      currentPodHash: 'new',
      stableRS: good ? 'new' : 'old',
      message: good ? '' : 'RolloutAborted',
    };
    return { ...there, spec: { replicas: 2, template }, status: { observedGeneration: '3', ...pods, ...status } };
  }

  readonly commands: CommandRunner = {
    run: async ({ program, args }) => {
      const answer = (stdout: string) => ({ exitCode: 0, stdout, stderr: '' });
      if (program === 'git') return answer(this.git(args));
      if (args.includes('/readyz')) return answer('ok');
      const kubeconfig = args[args.indexOf('--kubeconfig') + 1] ?? '';
      if (args.includes('--subresource=status')) {
        this.verdicts[kubeconfig] = 'Healthy';
        this.effects.push(`let through ${kubeconfig}`);
        return answer('patched');
      }
      if (args.includes('patch')) {
        const { spec } = JSON.parse(args.at(-1) ?? '') as {
          spec: { template: { metadata: { annotations: Record<string, string> } } };
        };
        this.note = spec.template.metadata.annotations['evenkeel.dev/loaded-model'];
        this.effects.push(`patch ${this.note?.split('-').slice(0, 2).join('-')}`);
        return answer('patched');
      }
      if (args.includes('exec')) return answer(`a warning\n${JSON.stringify(this.features)}\n`);
      if (args.includes('analysisruns.argoproj.io'))
        return answer('other-1: no\nchurn-abc-2: Metric "latency-p95" assessed Failed\n');
      if (args.includes('get'))
        return answer(
          JSON.stringify(
            this.workload(args.some((word) => word.startsWith('rollout')) ? 'Rollout' : 'Deployment', kubeconfig),
          ),
        );
      throw new Error(`no answer for ${program} ${args.join(' ')}`);
    },
  };

  asked(more: Partial<AskedMove> & { readonly in?: object } = {}): AskedMove {
    const { in: inside, ...rest } = more;
    return {
      environment: this.environment(inside),
      file: 'environments/prod.ts',
      pinsFile: this.pinsFile,
      action: 'promoted',
      model: 'churn',
      version: 2,
      alias: 'champion',
      by: 'ada@desk',
      now: new Date('2026-11-20T12:00:00Z'),
      accepted: [],
      sites: [{ cluster: { site: 'prod-aws', kubeconfig: '/none' }, signIn: [], asked: true }],
      ...rest,
    };
  }
}
