import { storeRules } from '../../charts/monitoring/store-rules';
import { platform as aws } from '../../constructs/aws';
import { platform as azure } from '../../constructs/azure';
import { type AlarmId, type CapabilityId, capabilities, type InClusterEvidence } from '../../constructs/contracts';
import { platform as google } from '../../constructs/google';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { Manifest } from '../../policies/site-output';
import { siteEvidence } from '../../stacks/site-evidence';
import { watchedInside, watchedSites, watchedStores } from '../fixtures/watched-stores';

const alarms = (Object.keys(capabilities) as CapabilityId[]).filter((id): id is AlarmId => id.includes('.alarm-'));

type Place = keyof typeof watchedStores;
type Promised = (capability: CapabilityId) => boolean;

const sites: [place: Place, evidence: InClusterEvidence, promises: Promised, absent: readonly AlarmId[]][] = [
  [
    'aws',
    siteEvidence(watchedSites.aws, aws),
    promises(watchedSites.aws),
    [
      'postgres.alarm-deadlocks',
      'postgres.alarm-long-transactions',
      'postgres.alarm-backups',
      'postgres.alarm-log-archive',
    ],
  ],
  [
    'google',
    siteEvidence(watchedSites.google, google),
    promises(watchedSites.google),
    [
      'postgres.alarm-long-transactions',
      'postgres.alarm-backups',
      'kafka.alarm-storage',
      'kafka.alarm-missing-copies',
      'kafka.alarm-throttling',
      'cache.alarm-replica-lag',
    ],
  ],
  [
    'azure',
    siteEvidence(watchedSites.azure, azure),
    promises(watchedSites.azure),
    [
      'postgres.alarm-backups',
      'postgres.alarm-log-archive',
      'kafka.alarm-offline-partitions',
      'kafka.alarm-missing-copies',
      'kafka.alarm-consumer-lag',
    ],
  ],
  [
    'inside',
    siteEvidence(watchedInside, aws),
    promises(watchedInside),
    ['kafka.alarm-processors', 'kafka.alarm-throttling'],
  ],
];

/** What is rendered of the rules. */
const rulesOf = (place: Place): Manifest => ({
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'data-services' },
  spec: { groups: storeRules(watchedStores[place], () => 'https://grafana.example.com') },
});

describe.each(sites)('alarms on data services of %s', (place, evidence, promises, absent) => {
  const statuses = (change: (text: string) => string = (text) => text): Record<string, string> => {
    const manifests = [JSON.parse(change(JSON.stringify(rulesOf(place)))) as Manifest];
    return Object.fromEntries(
      checkParity({ stacks: {}, manifests }, evidence, promises).map(({ capability, status }) => [capability, status]),
    );
  };

  const promised = alarms.filter((id) => !absent.includes(id) && id !== 'postgres.alarm-replica-lag');

  it('are kept, or openly absent', () => {
    expect(statuses()).toMatchObject({
      ...Object.fromEntries(promised.map((id) => [id, 'kept'])),
      ...Object.fromEntries(absent.map((id) => [id, 'absent'])),
    });
  });

  it('are missed as soon as nothing is recorded, or no alert goes by it', () => {
    const broken = Object.fromEntries(promised.map((id) => [id, 'broken']));
    expect(statuses((text) => text.replaceAll('"record":"evenkeel:', '"record":"other:'))).toMatchObject(broken);
    expect(statuses((text) => text.replaceAll('"expr":"evenkeel:', '"expr":"other:'))).toMatchObject(broken);
  });
});
