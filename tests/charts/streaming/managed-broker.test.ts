import type { Site } from '../../../environments/model';
import { streaming } from '../../../services';
import { places, renderManaged, specOf, the } from '../site-rendering';

const rendered = renderManaged({
  providers: {
    postgres: 'managed',
    bucket: 'managed',
    secret: 'managed',
    credential: 'managed',
    identity: 'managed',
    key: 'managed',
    kafka: 'managed',
    topic: 'managed',
  },
  services: {
    streaming: streaming.config.parse({ broker: 'managed', topics: [{ name: 'events' }], connect: { enabled: true } }),
  },
} as unknown as Partial<Site>);

interface Pod {
  readonly serviceAccountName: string;
  readonly containers: readonly { readonly env: readonly { readonly name: string; readonly value?: string }[] }[];
  readonly initContainers: readonly { readonly env: readonly { readonly name: string; readonly value?: string }[] }[];
}
const pod = specOf<{ template: { spec: Pod } }>(the(rendered, 'Deployment', 'kafka-connect')).template.spec;
const env = Object.fromEntries((pod.containers[0]?.env ?? []).map(({ name, value }) => [name, value]));

test('nothing of Strimzi is left in the cluster', () => {
  expect(places(rendered).filter((place) => /Kafka(Topic|User|NodePool)?\/|strimzi/.test(place))).toEqual([]);
});

test('Kafka Connect signs in as its pod, with no password anywhere', () => {
  expect(pod.serviceAccountName).toBe('streaming');
  for (const client of ['', 'PRODUCER_', 'CONSUMER_', 'ADMIN_']) {
    expect(env).toMatchObject({
      [`CONNECT_${client}SASL_MECHANISM`]: 'OAUTHBEARER',
      [`CONNECT_${client}SASL_LOGIN_CALLBACK_HANDLER_CLASS`]: 'org.example.Handler',
    });
  }
  expect(Object.keys(env)).not.toContain('KAFKA_PASSWORD');
});

test('an init container fetches what its class path lacks', () => {
  const fetch = Object.fromEntries((pod.initContainers[0]?.env ?? []).map(({ name, value }) => [name, value]));
  expect(fetch.JARS).toBe('org/example/handler-1.jar');
  expect(env.CLASSPATH).toBe(`${fetch.FOLDER}/*`);
});
