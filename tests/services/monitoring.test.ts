import { monitoring } from '../../services';

const defaults = monitoring.config.parse({});
const nobodyElse = new Set<string>();
const needsOf = (input: object) => monitoring.needs(monitoring.config.parse(input), nobodyElse);
const complaintsOf = (input: object) => monitoring.complaints?.(monitoring.config.parse(input), nobodyElse) ?? [];

const small = {
  longTerm: { enabled: false },
  logs: { enabled: false },
  traces: { enabled: false },
  nodes: false,
  probes: false,
  cost: false,
};

describe('defaults', () => {
  it('keep metrics, logs and traces, and tell nobody outside', () => {
    expect(defaults).toMatchObject({
      replicas: 2,
      retentionDays: 35,
      longTerm: { enabled: true, federation: false },
      logs: { enabled: true, retentionDays: 30 },
      traces: { enabled: true, retentionDays: 14 },
      alerts: {},
      errorTracking: false,
    });
  });

  it('need a bucket for each, one identity, and nothing that a person must enter', () => {
    const needs = Object.entries(monitoring.needs(defaults, nobodyElse)).map(([name, { kind }]) => `${name}: ${kind}`);
    expect(needs.sort()).toEqual([
      'identity: identity',
      'logs: bucket',
      'metrics: bucket',
      'traces: bucket',
      'web: route',
    ]);
  });
});

describe('needs', () => {
  it('are one route where everything beside Prometheus is off', () => {
    expect(Object.keys(needsOf(small))).toEqual(['web']);
  });

  it('name what a person enters for receivers, errors and peers', () => {
    const { pages, tickets, errorTracking, peerAuthority } = needsOf({
      alerts: { pages: 'pagerduty', tickets: 'webhook' },
      errorTracking: true,
      longTerm: { federation: true },
    });
    expect([pages, tickets, errorTracking, peerAuthority].map((need) => need?.keys)).toEqual([
      ['routing-key'],
      ['url'],
      ['endpoint', 'public-key'],
      ['tls.crt', 'tls.key'],
    ]);
  });

  it('keep raw series for an error budget at least', () => {
    expect(monitoring.config.safeParse({ longTerm: { rawDays: 20 } }).success).toBe(false);
    expect(monitoring.config.safeParse({ retentionDays: 14 }).success).toBe(false);
  });
});

describe('complaints', () => {
  it('are none about the defaults and about the smallest', () => {
    expect([...complaintsOf({}), ...complaintsOf(small)]).toEqual([]);
  });

  it('name a federation without Thanos', () => {
    expect(complaintsOf({ longTerm: { enabled: false, federation: true } })).toMatchObject([
      { code: 'SERVICE_CONFLICT', path: 'longTerm.federation' },
    ]);
  });

  it('name errors that nobody keeps', () => {
    expect(complaintsOf({ ...small, errorTracking: true })).toMatchObject([
      { code: 'SERVICE_CONFLICT', path: 'errorTracking' },
    ]);
    expect(complaintsOf({ ...small, logs: { enabled: true }, errorTracking: true })).toEqual([]);
  });
});

it('promises less with one server', () => {
  expect(monitoring.best({ ...defaults, replicas: 1 })).toEqual({ availabilityPercent: 99.5 });
});
