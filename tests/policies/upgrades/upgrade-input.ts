import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../environments/schema';
import type { PlacedObject } from '../../../policies/upgrades/removed-apis';
import type { UpgradeInput, WantedUpgrades } from '../../../policies/upgrades/upgrade-input';
import { environmentInput } from '../../fixtures/environment';

const [aws, google] = ['test-aws-eu-west-1', 'test-google-europe-west1'];

/** Kafka of a site, as it is rendered. */
export const kafkaObject = (of: string, version: string, metadataVersion: string): PlacedObject => ({
  of,
  object: {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'Kafka',
    metadata: { name: 'kafka', namespace: 'streaming' },
    spec: { kafka: { version, metadataVersion } },
  },
});

export const deployment = (of: string, name: string, image: string): PlacedObject => ({
  of,
  object: {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: name },
    spec: { replicas: 2, template: { spec: { containers: [{ image }] } } },
  },
});

/** An environment on three clouds at 1.34, with two databases on 16. */
export const upgradeInput = (
  wanted: Partial<WantedUpgrades>,
  { overrides = {}, ...rest }: Partial<UpgradeInput> & { readonly overrides?: Partial<EnvironmentInput> } = {},
): UpgradeInput => ({
  environment: resolveEnvironment(
    environmentInput({
      kubernetesVersion: '1.34',
      services: {
        tracking: {},
        streaming: {},
        databases: { postgres: { orders: { majorVersion: 16 }, parts: { majorVersion: 16 } } },
      },
      ...overrides,
    }),
    'environments/test.ts',
  ),
  wanted: { operators: [], ...wanted },
  objects: [kafkaObject(aws, '4.2.0', '4.2-IV1'), kafkaObject(google, '4.2.0', '4.2-IV1')],
  recorded: {},
  asOf: '2026-11-22',
  earlier: [],
  majorUpgrade: ({ site, name }, to) =>
    ['backup', 'upgrade'].map((what) => ({
      commands: [{ program: 'cloud', args: [what, site.name, name, `${to}`] }],
      check: { command: { program: 'cloud', args: ['look'] }, expects: /done/, says: what },
    })),
  ...rest,
});
