import { waves } from '../../charts/wave-chart';
import { definitionOwners, kindsOf, unservedObjects } from '../../policies/custom-resources';
import { operatorDefinitions } from '../../services/operator-definitions';
import { renderLocal, renderManaged } from '../charts/site-rendering';
import { awsSite, localSite } from '../fixtures/sites';

const object = (apiVersion: string, kind: string) => ({ apiVersion, kind, metadata: { name: 'a', namespace: 'b' } });
const everyone = Object.keys(operatorDefinitions);

it('names an object whose version the pinned operator does not serve, with the versions that it does', () => {
  expect(unservedObjects([object('external-secrets.io/v1beta1', 'ExternalSecret')], ['external-secrets'])).toEqual([
    {
      code: 'VERSION_NOT_SERVED',
      place: 'b/ExternalSecret/a',
      message: 'the pinned operator does not serve this version of external-secrets.io/ExternalSecret',
      value: 'external-secrets.io/v1beta1',
      allowed: ['external-secrets.io/v1'],
      fix: 'render the object in a version of the list, or pin a release of the operator that serves this one',
    },
  ]);
});

it('names an object whose kind no operator of the site defines, and the operator that would', () => {
  const kafka = object('kafka.strimzi.io/v1', 'Kafka');
  expect(unservedObjects([kafka], ['cert-manager'])).toMatchObject([
    { code: 'DEFINITION_MISSING', fix: 'let the service that renders it name the operator strimzi' },
  ]);
  expect(unservedObjects([object('example.com/v1', 'Own')], everyone)).toMatchObject([
    { code: 'DEFINITION_MISSING', value: 'example.com/v1 Own' },
  ]);
});

it('sees the Gateway API, whose group ends as those of Kubernetes do', () =>
  expect(unservedObjects([object('gateway.networking.k8s.io/v1alpha1', 'HTTPRoute')], ['envoy-gateway'])).toMatchObject(
    [{ code: 'VERSION_NOT_SERVED', allowed: ['gateway.networking.k8s.io/v1', 'gateway.networking.k8s.io/v1beta1'] }],
  ));

it('leaves what machines are made from to the cluster, unless an operator of the site defines it', () => {
  const pool = object('karpenter.sh/v1beta1', 'NodePool');
  expect(unservedObjects([pool], [], [pool])).toEqual([]);
  expect(unservedObjects([pool], ['karpenter'], [pool])).toMatchObject([{ code: 'VERSION_NOT_SERVED' }]);
  expect(unservedObjects([pool], [])).toMatchObject([{ code: 'DEFINITION_MISSING' }]);
});

it('is silent on what Kubernetes itself defines and what operators serve', () =>
  expect(
    unservedObjects(
      [
        object('v1', 'Secret'),
        object('apps/v1', 'Deployment'),
        object('networking.k8s.io/v1', 'NetworkPolicy'),
        object('cert-manager.io/v1', 'Certificate'),
        object('gateway.networking.k8s.io/v1', 'HTTPRoute'),
      ],
      ['cert-manager', 'envoy-gateway'],
    ),
  ).toEqual([]));

describe.each([
  ['local', localSite(), renderLocal()],
  ['aws', awsSite(), renderManaged()],
])('on %s', (_name, site, rendered) => {
  it('is silent', () =>
    expect(
      unservedObjects(
        rendered.map(({ manifest }) => manifest),
        definitionOwners(site),
      ),
    ).toEqual([]));

  it('custom resources of operators come in later waves than the operators', () => {
    const owners = definitionOwners(site).filter((owner) => owner !== site.gitops.engine);
    const kinds = kindsOf(owners, operatorDefinitions);
    const custom = rendered.filter(({ manifest }) =>
      kinds.has(`${manifest.apiVersion.split('/')[0]}/${manifest.kind}`),
    );
    const wave = (folder: string): number => Number(/^k8s\/(\d+)-/.exec(folder)?.[1] ?? 0);
    expect(custom.length).toBeGreaterThan(0);
    expect(custom.filter(({ folder }) => wave(folder) <= waves.operators)).toEqual([]);
  });
});
