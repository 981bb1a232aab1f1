import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { sloSelector, sloSeries } from '../../charts/monitoring/slo-rules';
import type { GitOpsEngine } from '../../environments/model';
import type { Manifest } from '../../policies/site-output';
import { type ServiceDefinition, type ServiceName, services } from '../../services';
import { renderLocal, renderManaged } from '../charts/site-rendering';
import { localSite } from '../fixtures/sites';
import { gitopsCases } from './gitops-alert-cases';
import { predictionCases } from './prediction-alert-cases';
import { renderedSites } from './rendered-sites';
import { proof, toolPath } from './skips';
import { lastWords, runCommand } from './tools/command';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

interface Group {
  readonly name: string;
  readonly rules: readonly Rule[];
}

interface RuleObject {
  readonly title: string;
  readonly groups: readonly Group[];
}

/** The whole catalogue with its defaults. */
const everything = Object.fromEntries(
  Object.entries(services).map(([name, service]) => [name, (service as ServiceDefinition).config.parse({})]),
) as { [S in ServiceName]: never };

const ruleObjectsOf = (site: string, manifests: readonly Manifest[]): RuleObject[] =>
  manifests
    .filter(({ kind }) => kind === 'PrometheusRule')
    .map(({ metadata, spec }) => ({ title: `${metadata.name} on ${site}`, ...(spec as { groups: Group[] }) }));

const ruleObjects = (): RuleObject[] => [
  ...ruleObjectsOf(
    'a site with every service',
    renderManaged({ services: everything }).map(({ manifest }) => manifest),
  ),
  ...renderedSites().flatMap((site) =>
    ruleObjectsOf(
      site.name,
      site.waves.flatMap(({ objects }) => objects.map(({ manifest }) => manifest)),
    ),
  ),
];

const folder = mkdtempSync(join(tmpdir(), 'alert-rules-'));

function fileOf(name: string, content: unknown): string {
  const path = join(folder, `${name.replaceAll(/[^\w-]/g, '-')}.yaml`);
  writeFileSync(path, stringify(content));
  return path;
}

async function promtool(...args: string[]): Promise<string> {
  const result = await runCommand(toolPath('promtool') ?? 'promtool', args);
  if (result.exitCode !== 0) throw new Error(`${result.stdout}\n${lastWords(result)}`);
  return result.stdout;
}

const burnAlert = 'ErrorBudgetBurn';
const burns = ({ rules }: Group): Rule[] => rules.filter(({ alert }) => alert === burnAlert);
const thresholdOf = ({ expr }: Rule): number => Number(expr.match(/> ([\d.e-]+)/)?.[1]);

/** Everything that follows from the counted events; the events themselves are the test's. */
const withoutSources = (group: Group): Group => ({
  ...group,
  rules: group.rules.filter(({ record }) => record !== sloSeries.bad && record !== sloSeries.all),
});

/** Rules of one objective differ by the names of service, level and site alone: one of them is tested for all. */
const distinct = <T extends { readonly group: Group }>(cases: readonly T[]): T[] => [
  ...new Map(cases.map((one) => [burns(one.group).map(thresholdOf).join(), one])).values(),
];

/** As Prometheus' `humanizePercentage` writes a share. */
const percentage = (share: number): string => `${Number((share * 100).toPrecision(4))}%`;

const alertsAt = (fired: readonly Rule[], share: number) =>
  fired.map(({ labels, annotations = {} }) => ({
    exp_labels: labels,
    exp_annotations: Object.fromEntries(
      Object.entries(annotations).map(([key, text]) => [key, text.replace(/\{\{ .* \}\}/, percentage(share))]),
    ),
  }));

interface Scenario {
  /** Share of bad events for eight hours; `undefined`: no events at all. */
  readonly share?: number;
  /** Hours without a bad event after that. */
  readonly cleanHours?: number;
  /** Events a second. Default: 10. */
  readonly perSecond?: number;
  readonly fires: readonly Rule[];
}

function unitTest(group: Group, { share, cleanHours = 0, perSecond = 10, fires }: Scenario) {
  const { service = '', slo = '' } = burns(group)[0]?.labels ?? {};
  const clean = cleanHours * 60;
  return {
    interval: '1m',
    input_series:
      share === undefined
        ? []
        : [
            { series: sloSelector(sloSeries.all, service, slo), values: `${perSecond}x480 ${perSecond}x${clean}` },
            { series: sloSelector(sloSeries.bad, service, slo), values: `${perSecond * share}x480 0x${clean}` },
          ],
    alert_rule_test: [
      { eval_time: `${8 + cleanHours}h`, alertname: burnAlert, exp_alerts: alertsAt(fires, share ?? 0) },
    ],
  };
}

/** Each burn rate just passed, all of them just missed, no events, and a bad day that is over. */
function scenarios(group: Group): Scenario[] {
  const rules = burns(group);
  const lowest = Math.min(...rules.map(thresholdOf));
  return [
    ...rules.map((rule) => {
      const share = Math.min(1, thresholdOf(rule) * 1.02);
      return { share, fires: rules.filter((other) => thresholdOf(other) < share) };
    }),
    { share: lowest * 0.98, fires: [] },
    { share: 0, fires: [] },
    { fires: [] },
    { share: 1, cleanHours: 7, fires: [] },
    // Rules here are evaluated each minute and count half of what happens: about one bad event in eight hours, and about
    // four an hour.
    { share: 1, perSecond: 0.0001, fires: [] },
    { share: 1, perSecond: 0.0024, fires: rules },
  ];
}

const testFile = (title: string, groups: readonly Group[], tests: readonly unknown[]): string =>
  fileOf(`${title}-test`, { rule_files: [fileOf(`${title}-rules`, { groups })], evaluation_interval: '1m', tests });

/** Whether an alert fires after so many minutes of these series. */
async function isFiring(
  { title, groups }: RuleObject,
  alertname: string,
  inputs: readonly object[],
  minutes: number,
): Promise<boolean> {
  const rule = groups.flatMap(({ rules }) => rules).find(({ alert }) => alert === alertname);
  if (!rule) throw new Error(`no alert ${alertname} among ${title}`);
  const test = {
    interval: '1m',
    input_series: inputs,
    promql_expr_test: [
      {
        expr: `count(ALERTS{alertname="${alertname}",alertstate="firing"}) > 0`,
        eval_time: `${minutes}m`,
        exp_samples: [],
      },
    ],
  };
  return promtool('test', 'rules', testFile(`${title}-${alertname}-${minutes}`, groups, [test])).then(
    () => false,
    (error: Error) => {
      if (!error.message.includes('got:')) throw error;
      return true;
    },
  );
}

/** Series by their values, a value a minute: `1x20` is twenty minutes of it after the first one. */
const inputsOf = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([series, text]) => ({ series, values: text }));

proof('alert rules', ['promtool'], () => {
  const objects = ruleObjects();

  it('are rendered for services that promise something', () => {
    expect(objects.length).toBeGreaterThan(0);
  });

  it.each(objects)('$title are taken by Prometheus', async ({ title, groups }) => {
    await expect(promtool('check', 'rules', fileOf(title, { groups }))).resolves.toContain('SUCCESS');
  });

  it.each(
    distinct(
      objects.flatMap(({ title, groups }) =>
        groups
          .filter((group) => burns(group).length > 0)
          .map((group) => ({ title: `${group.name} in ${title}`, group })),
      ),
    ),
  )(
    '$title fire at each burn rate, and are silent below it, with little traffic or none, and afterwards',
    async ({ title, group }) => {
      const tests = scenarios(group).map((scenario) => unitTest(group, scenario));
      await expect(promtool('test', 'rules', testFile(title, [withoutSources(group)], tests))).resolves.toContain(
        'SUCCESS',
      );
    },
    60_000,
  );

  it('count what MLflow itself exports', async () => {
    const tracking = objects.find(({ title }) => title.startsWith('tracking '));
    if (!tracking) throw new Error('no rules of tracking');
    const series = (name: string, labels: string, perMinute: number) => ({
      series: `mlflow_http_request_duration_seconds_${name}{namespace="tracking",app="mlflow",${labels}}`,
      values: `0+${perMinute}x70`,
    });
    const requests = (failed: number) => [
      series('count', 'status="200"', 600 - failed),
      series('count', 'status="500"', failed),
      series('bucket', 'status="200",le="0.5"', 600 - failed),
      series('bucket', 'status="500",le="0.5"', failed),
    ];
    const available = tracking.groups.flatMap(burns).filter(({ labels }) => labels.slo === 'availability');
    const at = (failed: number, fires: readonly Rule[]) => ({
      interval: '1m',
      input_series: requests(failed),
      alert_rule_test: [{ eval_time: '70m', alertname: burnAlert, exp_alerts: alertsAt(fires, failed / 600) }],
    });
    const tests = [at(300, available), at(0, [])];
    await expect(promtool('test', 'rules', testFile('mlflow', tracking.groups, tests))).resolves.toContain('SUCCESS');
  });

  describe('of backups of the cluster', () => {
    const rulesOf = () => {
      const found = objects.find(({ title }) => title.startsWith('cluster-backups '));
      const [, schedule] = /schedule=~"([\w-]+-state)"/.exec(JSON.stringify(found).replaceAll('\\"', '"')) ?? [];
      const old = found?.groups.flatMap(({ rules }) => rules).find(({ alert }) => alert === 'ClusterBackupOld');
      // The shortest of its schedules: an alert fires past two of its intervals.
      const stale = [...String(old?.expr).matchAll(/> (\d+)/g)].map(([, seconds]) => Number(seconds) / 60);
      if (!found || !schedule || stale.length === 0) throw new Error('no site backs its cluster up');
      const staleMinutes = Math.min(...stale);
      return { ...found, schedule, staleMinutes, everyMinutes: staleMinutes / 2 };
    };
    const labels = (schedule: string) => `{namespace="velero",schedule="${schedule}"}`;

    /** A schedule that succeeded at every interval, and then no more. */
    const lastSuccess = (schedule: string, lastMinute: number, minutes: number) => ({
      series: `velero_backup_last_successful_timestamp${labels(schedule)}`,
      values: Array.from({ length: minutes + 1 }, (_, minute) => {
        const at = Math.min(minute, lastMinute) * 60;
        return at - (at % (rulesOf().everyMinutes * 60));
      }).join(' '),
    });

    const firing = (alertname: string, inputs: readonly object[], minutes: number) =>
      isFiring(rulesOf(), alertname, inputs, minutes);

    it('tell of an old one while there is time before the objective is lost, and not before', async () => {
      const { schedule, staleMinutes, everyMinutes } = rulesOf();
      // Four intervals may be lost; past two of them half of that is over.
      const last = 4 * everyMinutes;
      const inputs = [lastSuccess(schedule, last, last + 2 * staleMinutes)];
      expect(await firing('ClusterBackupOld', inputs, last)).toBe(false);
      expect(await firing('ClusterBackupOld', inputs, last + staleMinutes - 1)).toBe(false);
      expect(await firing('ClusterBackupOld', inputs, last + staleMinutes + 5)).toBe(true);
    });

    it('tell of a schedule that never had one', async () => {
      const { schedule, staleMinutes } = rulesOf();
      const another = [lastSuccess('another', 60, 2 * staleMinutes)];
      expect(await firing('ClusterBackupMissing', another, staleMinutes - 1)).toBe(false);
      expect(await firing('ClusterBackupMissing', another, staleMinutes + 10)).toBe(true);
      expect(schedule).toMatch(/-state$/);
    });

    it.each([
      ['ClusterBackupFailed', 'velero_backup_partial_failure_total{namespace="velero",schedule="any"}'],
      ['ClusterRestoreFailed', 'velero_restore_failed_total{namespace="velero",schedule=""}'],
    ])('%s at the first failure, counted from none or from nothing', async (alertname, series) => {
      expect(await firing(alertname, [{ series, values: '0x90' }], 80)).toBe(false);
      expect(await firing(alertname, [{ series, values: '0x70 1x20' }], 80)).toBe(true);
      expect(await firing(alertname, [{ series, values: '_x70 1x20' }], 80)).toBe(true);
    });

    it('tell of a place that cannot be read', async () => {
      const series = 'velero_backup_location_status_gauge{namespace="velero",backup_location_name="home"}';
      expect(await firing('ClusterBackupPlaceUnreadable', [{ series, values: '1x30' }], 30)).toBe(false);
      expect(await firing('ClusterBackupPlaceUnreadable', [{ series, values: '1x5 0x25' }], 30)).toBe(true);
    });
  });

  describe('of predictions, by version', () => {
    const predictions = { driftAtMost: 0.2, errorAtMost: 0.1, errorNotWorseBy: 0.02 };
    const source = { from: 'registry', model: 'churn', version: 2 };
    const rendered = renderLocal({
      services: {
        tracking: services.tracking.config.parse({ ownKey: false }),
        monitoring: services.monitoring.config.parse({}),
        serving: services.serving.config.parse({
          ownKey: false,
          models: { churn: { source, predictions, delivery: { by: 'canary' } } },
        }),
      },
    });
    const rules = ruleObjectsOf(
      'a site that judges predictions',
      rendered.map(({ manifest }) => manifest),
    ).find(({ groups }) => groups.some((group) => group.rules.some(({ alert }) => alert === 'ModelChurnVersionWrong')));

    it.each(predictionCases)('%s: %s', async (alert, _what, values, minutes, fires) => {
      if (!rules) throw new Error('nothing is watched of predictions');
      expect(await isFiring(rules, alert, inputsOf(values), minutes)).toBe(fires);
    });

    it('are all seen firing, and seen silent', () => {
      const alerts = (rules?.groups ?? []).flatMap((group) =>
        group.rules.flatMap(({ alert = '' }) => (alert.startsWith('ModelChurnVersion') ? [alert] : [])),
      );
      for (const wanted of [true, false])
        expect(new Set(predictionCases.flatMap(([alert, , , , fires]) => (fires === wanted ? alert : [])))).toEqual(
          new Set(alerts),
        );
    });
  });

  describe.each(Object.keys(gitopsCases) as GitOpsEngine[])('of %s', (engine) => {
    const gitops = { ...localSite().gitops, engine };
    const rendered = renderLocal({ gitops, services: { monitoring: services.monitoring.config.parse({}) } });
    const rules = ruleObjectsOf(
      engine,
      rendered.map(({ manifest }) => manifest),
    ).find(({ groups }) => groups.some((group) => group.rules.some(({ alert }) => alert === 'GitopsSilent')));
    const cases = gitopsCases[engine];

    it.each(cases)('%s: %s', async (alert, _what, values, minutes, fires) => {
      if (!rules) throw new Error(`nothing is watched of ${engine}`);
      expect(await isFiring(rules, alert, inputsOf(values), minutes)).toBe(fires);
    });

    it('are all seen firing, and seen silent', () => {
      const alerts = rules?.groups.flatMap((group) => group.rules.flatMap(({ alert = [] }) => alert));
      const seen = (wanted: boolean) => cases.flatMap(([alert, , , , fires]) => (fires === wanted ? alert : []));
      expect(new Set(seen(true))).toEqual(new Set(alerts));
      expect(new Set(seen(false))).toEqual(new Set(alerts));
    });
  });
});
