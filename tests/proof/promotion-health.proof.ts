import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { burnRates } from '../../charts/monitoring/burn-rates';
import { sloRules, sloSeries } from '../../charts/monitoring/slo-rules';
import type { GateFacts } from '../../delivery/promotion/gate';
import { judgeGates } from '../../delivery/promotion/gates';
import { askPrometheusAt, prometheusFacts } from '../../delivery/promotion/prometheus-facts';
import { session } from './session';
import { proof, toolPath } from './skips';
import { runCommand } from './tools/command';
import { type PrometheusServer, startPrometheusServer } from './tools/prometheus-server';

const soakHours = 2;
const stepSeconds = 30;
const commit = 'c'.repeat(40);
type Labels = Readonly<Record<string, string>>;

/** Rules as charts make them: names and labels of series and alerts are theirs. */
const { rules } = sloRules(
  'tracking',
  {
    name: 'availability',
    promise: 'Requests are answered',
    goodPercent: 99.5,
    all: (window) => `rate(all[${window}])`,
    bad: (window) => `rate(bad[${window}])`,
  },
  { title: 'Tracking', dashboardUrl: 'https://grafana.example.com' },
);
const recorded = (name: string): Labels => rules.find((rule) => 'record' in rule && rule.record === name)?.labels ?? {};
const burn = rules.find((rule) => 'alert' in rule && rule.labels.severity === 'page');
const alerting = (state: string): Labels => ({
  alertname: burn && 'alert' in burn ? burn.alert : '',
  alertstate: state,
  ...burn?.labels,
});

/** A series over the time that is looked at; minutes before its end. */
interface Series {
  readonly name: string;
  readonly labels: Labels;
  readonly value?: number;
  readonly from?: number;
  readonly until?: number;
}

const watched = (labels: Labels, from = soakHours * 60): Series => ({
  name: sloSeries.budget,
  labels: { ...recorded(sloSeries.budget), ...labels },
  value: 0.005,
  from,
});
const remaining = (labels: Labels, value: number): Series => ({
  name: sloSeries.remaining,
  labels: { ...recorded(sloSeries.remaining), ...labels },
  value,
  from: 5,
});
const argo = (labels: Labels, sync = 'Synced', health = 'Healthy'): Series => ({
  name: 'argocd_app_info',
  labels: {
    ...{ namespace: 'argocd', name: 'root', project: 'site', repo: 'https://git.example.com/a.git' },
    ...{ sync_status: sync, health_status: health },
    ...labels,
  },
  from: 5,
});
const flux = (labels: Labels, stated: Labels = {}): Series => ({
  name: 'gotk_resource_info',
  labels: {
    ...{ customresource_group: 'kustomize.toolkit.fluxcd.io', customresource_version: 'v1' },
    ...{ customresource_kind: 'Kustomization', name: 'root', ready: 'True', suspended: 'false' },
    ...{ revision: `main@sha1:${commit}`, ...stated },
    ...labels,
  },
  from: 5,
});
const fired = (labels: Labels, state: string): Series => ({
  name: 'ALERTS',
  labels: { ...alerting(state), ...labels },
  // Between two full minutes, and shorter than one.
  from: 60.8,
  until: 60.3,
});

const one = (environment: string, number = 1): Labels => ({ environment, site: `${environment}-${number}` });
const well = (labels: Labels, applied = argo(labels)): Series[] => [watched(labels), remaining(labels, 0.6), applied];

/** What series an environment has, and which gates hold then. */
const cases: readonly (readonly [environment: string, series: readonly Series[], held: readonly string[]])[] = [
  ['well', well(one('well')), []],
  ['well-by-flux', well(one('well-by-flux'), flux(one('well-by-flux'))), []],
  ['woken', [...well(one('woken')), fired(one('woken'), 'firing')], ['soak']],
  ['nearly-woken', [...well(one('nearly-woken')), fired(one('nearly-woken'), 'pending')], []],
  ['spent', [watched(one('spent')), remaining(one('spent'), 0.02), argo(one('spent'))], ['error-budget']],
  [
    'half-watched',
    [watched(one('half-watched'), 60), remaining(one('half-watched'), 0.6), argo(one('half-watched'))],
    ['soak', 'gitops', 'error-budget'],
  ],
  ['drifted', well(one('drifted'), argo(one('drifted'), 'OutOfSync')), ['gitops']],
  ['degraded', well(one('degraded'), argo(one('degraded'), 'Synced', 'Degraded')), ['gitops']],
  ['not-ready', well(one('not-ready'), flux(one('not-ready'), { ready: 'False' })), ['gitops']],
  ['suspended', well(one('suspended'), flux(one('suspended'), { suspended: 'true' })), ['gitops']],
  ['astray', well(one('astray'), flux(one('astray'), { revision: `main@sha1:${'d'.repeat(40)}` })), ['gitops']],
  ['rootless', well(one('rootless'), argo({ ...one('rootless'), name: 'tracking' })), ['gitops']],
  ['ungoverned', well(one('ungoverned')).slice(0, 2), ['gitops']],
  ['silent', [], ['soak', 'gitops', 'error-budget']],
];

const openMetrics = (series: readonly Series[], end: number): string => {
  const names = [...new Set(series.map(({ name }) => name))];
  const lines = names.flatMap((name) =>
    series
      .filter((each) => each.name === name)
      .flatMap(({ labels, value = 1, from = 5, until = 0 }) => {
        const shown = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
        const samples: string[] = [];
        for (let at = end - from * 60; at <= end - until * 60; at += stepSeconds)
          samples.push(`${name}{${shown.join(',')}} ${value} ${at}`);
        return samples;
      }),
  );
  return `${lines.join('\n')}\n# EOF\n`;
};

const end = Math.floor(Date.now() / 1000 / stepSeconds) * stepSeconds - 120;
const at = new Date(end * 1000);

async function prometheusOf(name: string, series: readonly Series[]): Promise<PrometheusServer> {
  const dir = join(session().folder, 'promotion-health', name);
  mkdirSync(dir, { recursive: true });
  const file = join(dir, 'series.om');
  writeFileSync(file, openMetrics(series, end));
  const words = ['tsdb', 'create-blocks-from', 'openmetrics', file, join(dir, 'data')];
  const { exitCode, stderr } = await runCommand(toolPath('promtool') ?? 'promtool', words);
  if (exitCode !== 0) throw new Error(stderr);
  return startPrometheusServer({ dir, configuration: {} });
}

/** Gates that hold; all but those on health are open. */
async function heldIn(url: string, environment: string, sites: readonly string[]): Promise<string[]> {
  const health = await prometheusFacts(askPrometheusAt(url), environment, soakHours, at);
  const facts: GateFacts = {
    now: at,
    source: { name: environment },
    target: { name: 'prod' },
    config: { soakHours, errorBudgetLeft: 0.1, approvals: 0, approvers: [], waveMinutes: 60 },
    release: { id: 'a'.repeat(64), since: new Date(at.getTime() - 30 * 3_600_000).toISOString(), findings: [] },
    freezes: [],
    health,
    sites: { source: sites, target: ['prod-1'] },
    strayed: (health.gitops ?? [])
      .filter((each) => each.commit !== undefined && each.commit !== commit)
      .map(({ name, site = '', commit: other = '' }) => ({ environment, name, site, commit: other, isKnown: true })),
    approvals: [],
    askedBy: 'grace@example.com',
    drills: [],
    drillStandings: [],
    build: [],
    dropped: [],
  };
  return judgeGates(facts).flatMap(({ id, status }) => (status === 'held' ? [id] : []));
}

proof('the health that promotions ask a real Prometheus for', ['prometheus', 'promtool'], () => {
  const servers: PrometheusServer[] = [];
  let all = '';
  beforeAll(async () => {
    const pair = [1, 2].flatMap((number) => well(one('pair', number)));
    const halfPair = [...well(one('half-pair', 1)), watched(one('half-pair', 2), 60), argo(one('half-pair', 2))];
    const server = await prometheusOf('all', [...cases.flatMap(([, series]) => series), ...pair, ...halfPair]);
    servers.push(server);
    all = server.url;
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  it('asks for series that rules of ours record, and for an alert of ours', () => {
    expect(burnRates.length).toBeGreaterThan(0);
    for (const labels of [recorded(sloSeries.budget), recorded(sloSeries.remaining), alerting('firing')])
      expect(labels).toMatchObject({ service: 'tracking', slo: 'availability' });
  });

  it.each(cases)('%s', async (environment, _series, held) =>
    expect(await heldIn(all, environment, [`${environment}-1`])).toEqual(held),
  );

  it('says when an alert fired last, to half a minute', async () => {
    const { alerts } = await prometheusFacts(askPrometheusAt(all), 'woken', soakHours, at);
    expect(alerts).toMatchObject([{ severity: 'page', site: 'woken-1' }]);
    expect(Math.abs(Date.parse(alerts[0]?.lastAt ?? '') - (at.getTime() - 60.3 * 60_000))).toBeLessThanOrEqual(30_000);
  });

  it('reads the commit that Flux applies', async () => {
    const { gitops } = await prometheusFacts(askPrometheusAt(all), 'well-by-flux', soakHours, at);
    expect(gitops).toMatchObject([{ name: 'root', site: 'well-by-flux-1', commit }]);
  });

  it('every site of an environment has to be watched, and to be spoken of', async () => {
    expect(await heldIn(all, 'pair', ['pair-1', 'pair-2'])).toEqual([]);
    expect(await heldIn(all, 'pair', ['pair-1', 'pair-2', 'pair-3'])).toEqual(['gitops']);
    expect(await heldIn(all, 'half-pair', ['half-pair-1', 'half-pair-2'])).toContain('soak');
  });

  it('a Prometheus of one site, whose series do not name it, speaks for that one only', async () => {
    const server = await prometheusOf('bare', well({}));
    servers.push(server);
    expect(await heldIn(server.url, 'bare', ['bare-1'])).toEqual([]);
    expect(await heldIn(server.url, 'bare', ['bare-1', 'bare-2'])).toEqual(['gitops']);
  });
});
