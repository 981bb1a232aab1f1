import { z } from 'zod';
import { storageClass } from './volume-words';

const receiver = z.enum(['pagerduty', 'webhook']);

/** What a person enters for a receiver: the one key of its credential. */
export const receiverKeys = { pagerduty: 'routing-key', webhook: 'url' } as const satisfies Readonly<
  Record<z.output<typeof receiver>, string>
>;

const enabled = z.boolean().default(true);

const longTerm = z
  .strictObject({
    enabled: enabled.describe('Series are copied to object storage and can be asked for together.'),
    rawDays: z.int().min(35).max(730).default(90).describe('How long series stay as they were scraped.'),
    fiveMinuteDays: z.int().min(35).max(1825).default(180).describe('How long series stay at one value in 5 minutes.'),
    hourlyDays: z.int().min(35).max(3650).default(730).describe('How long series stay at one value an hour.'),
    storageGiB: z.int().min(10).max(2000).default(50).describe('Volume of the compactor, and of the store gateway.'),
    federation: z
      .boolean()
      .default(false)
      .describe('The primary sites of the environment show the series of every site; the authority is entered once.'),
  })
  .prefault({})
  .describe('Thanos: series of years in object storage, and of every site in one place.');

const logs = z
  .strictObject({
    enabled: enabled.describe('Output of every container is kept.'),
    retentionDays: z.int().min(1).max(730).default(30).describe('How long logs stay.'),
    storageGiB: z.int().min(10).max(500).default(20).describe('Volume of each Loki server, for what is not yet sent.'),
  })
  .prefault({})
  .describe('Loki: logs in object storage.');

const traces = z
  .strictObject({
    enabled: enabled.describe('Services can send traces.'),
    retentionDays: z.int().min(1).max(90).default(14).describe('How long traces stay.'),
    storageGiB: z.int().min(10).max(500).default(20).describe('Volume of Tempo, for what is not yet sent.'),
  })
  .prefault({})
  .describe('Tempo: traces in object storage.');

export const monitoringConfig = z
  .strictObject({
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Sizing profile of every part.'),
    replicas: z.int().min(1).max(3).default(2).describe('Prometheus servers; each scrapes everything.'),
    retentionDays: z
      .int()
      .min(31)
      .max(90)
      .default(35)
      .describe('How long series stay: the 30 days of an error budget at least.'),
    storageGiB: z.int().min(20).max(4000).default(100).describe('Volume of each Prometheus server.'),
    storageClass,
    grafana: z
      .strictObject({ replicas: z.int().min(1).max(5).default(2).describe('Grafana pods.') })
      .prefault({})
      .describe('Dashboards.'),
    alerts: z
      .strictObject({
        pages: receiver.optional().describe('Who is woken; left out: pages are only shown.'),
        tickets: receiver.optional().describe('Where work for tomorrow goes; left out: tickets are only shown.'),
      })
      .prefault({})
      .describe('Where alerts go. The key or URL of a receiver is a credential that a person enters once.'),
    longTerm,
    logs,
    traces,
    nodes: enabled.describe('Metrics of every machine, and of its GPUs where the site has any.'),
    probes: enabled.describe('Every route of the site is asked for from inside, as a user would.'),
    managedStores: enabled.describe('Metrics of data services that the cloud runs, asked of the cloud.'),
    cost: enabled.describe('OpenCost: what machines, volumes and pods cost, by the price book of the platform.'),
    errorTracking: z
      .boolean()
      .default(false)
      .describe('Error logs and failed spans also go to Sentry, or what takes its keys and OTLP.'),
  })
  .describe('Metrics, logs, traces, probes and cost of everything on the site.');
