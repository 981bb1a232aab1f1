import { sloSeries } from '../../charts/monitoring/slo-rules';
import { InputError } from '../../environments/model';
import { gitopsEngines } from './gitops-facts';
import type { EnvironmentFacts } from './promotion-facts';

/** Seconds between two records of a service level; see the interval of its rules. */
const recordedEverySeconds = 30;

/**
 * What is asked: alerts by when they fired last, budgets that are left, how often rules were evaluated at the site that is
 * watched least, and what engines of GitOps state. Where series of many environments are, those of others are left out.
 */
export const promotionQueries = (environment: string, hours: number) => {
  const range = `${Math.max(1, Math.round(hours * 60))}m`;
  const ofThis = `environment=~"|${environment}"`;
  return {
    // As often as rules are evaluated, so that none fires in between.
    alerts: `max by (alertname, severity, site) (max_over_time(timestamp(ALERTS{alertstate="firing",${ofThis}})[${range}:${recordedEverySeconds}s]))`,
    budgets: `min by (service, slo, site) (${sloSeries.remaining}{${ofThis}})`,
    records: `min(max by (site) (count_over_time(${sloSeries.budget}{${ofThis}}[${range}])))`,
    gitops: gitopsEngines.map(({ query }) => query(`{${ofThis}}`)),
  } as const;
};

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** Asks Prometheus for one instant; the edge gives it, and tests a stand-in. */
export type AskPrometheus = (query: string, at: Date) => Promise<readonly Sample[]>;

const siteOf = ({ site }: Readonly<Record<string, string>>) => (site === undefined ? {} : { site });

/**
 * The health of an environment, as its own Prometheus or Thanos tells it.
 * @param hours how far back it is looked
 */
export async function prometheusFacts(
  ask: AskPrometheus,
  environment: string,
  hours: number,
  at: Date,
): Promise<EnvironmentFacts> {
  const queries = promotionQueries(environment, hours);
  const [alerts, budgets, records, ...stated] = await Promise.all(
    [queries.alerts, queries.budgets, queries.records, ...queries.gitops].map((query) => ask(query, at)),
  );
  const gitops = gitopsEngines.flatMap(({ read }, index) =>
    (stated[index] ?? []).map(({ metric }) => ({ ...read(metric), ...siteOf(metric) })),
  );
  const asked = Math.max(1, Math.round(hours * 60)) * 60;
  const share = (Number(records?.[0]?.value[1] ?? 0) * recordedEverySeconds) / asked;
  return {
    at: at.toISOString(),
    watched: { hours, share: Math.min(1, Number.isFinite(share) ? share : 0) },
    alerts: (alerts ?? []).map(({ metric, value }) => ({
      name: metric.alertname ?? 'unnamed',
      severity: metric.severity ?? 'none',
      ...siteOf(metric),
      lastAt: new Date(Number(value[1]) * 1000).toISOString(),
    })),
    budgets: (budgets ?? [])
      // A level without events has no share of them.
      .filter(({ value }) => Number.isFinite(Number(value[1])))
      .map(({ metric, value }) => ({
        service: metric.service ?? 'unnamed',
        slo: metric.slo ?? 'unnamed',
        ...siteOf(metric),
        remaining: Math.min(1, Number(value[1])),
      })),
    // No answer is no statement that there is no engine.
    ...(gitops.length > 0 ? { gitops } : {}),
  };
}

/** Longest that an answer is waited for. */
const patienceMs = 30_000;

/**
 * Asks over HTTP.
 * @param url of Prometheus or Thanos, e.g. `http://127.0.0.1:9090`
 * @throws InputError PROMOTION_FACTS where nobody answers as Prometheus does
 */
export function askPrometheusAt(url: string): AskPrometheus {
  const refuse = (message: string): never => {
    throw new InputError([
      {
        code: 'PROMOTION_FACTS',
        file: '',
        place: '--prometheus',
        message,
        value: withoutSecrets(url),
        fix: 'name an address at which Prometheus or Thanos answers, such as that of a port-forward; or give a record: --facts <file>',
      },
    ]);
  };
  if (!/^https?:$/.test(protocolOf(url))) refuse('it is no http address');
  return async (query, at) => {
    try {
      const address = new URL('api/v1/query', url.endsWith('/') ? url : `${url}/`);
      const response = await fetch(address, {
        method: 'POST',
        body: new URLSearchParams({ query, time: String(at.getTime() / 1000) }),
        signal: AbortSignal.timeout(patienceMs),
      });
      if (!response.ok) return refuse(`it answers ${response.status}`);
      const { status, data } = (await response.json()) as { status?: string; data?: { result?: Sample[] } };
      if (status !== 'success' || !Array.isArray(data?.result)) return refuse('it does not answer as Prometheus does');
      return data.result;
    } catch (error) {
      if (error instanceof InputError) throw error;
      const cause = (error as { cause?: { code?: string } }).cause?.code;
      return refuse(`nobody answers: ${cause ?? (error instanceof Error ? error.name : 'no reason')}`);
    }
  };
}

const protocolOf = (url: string): string => (URL.canParse(url) ? new URL(url).protocol : '');

/** A password in an address is not told on. */
const withoutSecrets = (url: string): string => url.replace(/\/\/[^/@]*@/, '//');
