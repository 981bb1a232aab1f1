import { siteOperators } from '../../../charts';
import { mergeValues } from '../../../charts/operators/merge-values';
import { kubernetesFacts } from '../../../constructs/aws/kubernetes-facts';
import type { Site } from '../../../environments/model';
import { operators, scaling } from '../../../services';
import { automaticSites, automaticWords } from '../../fixtures/automatic-sites';
import { siteInputs } from '../../fixtures/environment';
import { awsSite } from '../../fixtures/sites';
import { manifests, places, renderManaged, specOf, the } from '../site-rendering';

const { aws, google, azure } = automaticSites();
const flux = { ...aws, gitops: { ...aws.gitops, engine: 'flux' as const } };
const render = (site: typeof aws) => renderManaged(site as Partial<Site>, kubernetesFacts(site));

const movers = (site: Site) =>
  siteOperators(site).filter((name) => name === 'karpenter' || name === 'cluster-autoscaler');

describe('what moves machines', () => {
  test('is Karpenter alone where every pool is automatic, and the cloud itself where it can', () => {
    expect(movers(aws)).toEqual(['karpenter']);
    expect(movers(google)).toEqual([]);
    expect(movers(azure)).toEqual([]);
  });

  test('is the cluster autoscaler where none is, and both where there are both', () => {
    expect(movers(awsSite())).toEqual(['cluster-autoscaler']);
    const mixed = automaticSites(
      { ...automaticWords, spot: { provisioning: 'autoscaled' } },
      { sites: [siteInputs.aws] },
    );
    expect(movers(mixed.aws)).toEqual(['cluster-autoscaler', 'karpenter']);
  });

  test('is nothing where no pool can grow', () => {
    const pools = awsSite().pools.map((pool) => ({ ...pool, maxNodes: pool.minNodes }));
    expect(movers(awsSite({ pools }))).toEqual([]);
  });
});

describe('on a site', () => {
  const rendered = render(aws);

  test('it comes first, what it makes next, and everything else after the first machines can come', () => {
    const folders = [...new Set(rendered.map(({ folder }) => folder))].filter((folder) => folder < 'k8s/20');
    expect(folders).toEqual([
      'gitops',
      'k8s/10-foundations',
      'k8s/12-provisioner',
      'k8s/14-machines',
      'k8s/15-operators',
    ]);
    expect(places(rendered)).toEqual(
      expect.arrayContaining([
        'k8s/12-provisioner/AppProject/operators',
        'k8s/12-provisioner/Application/karpenter',
        'k8s/14-machines/EC2NodeClass/general',
        'k8s/14-machines/NodePool/general',
        'k8s/15-operators/Application/cert-manager',
      ]),
    );
    expect(places(rendered).filter((place) => place.endsWith('AppProject/operators'))).toHaveLength(1);
  });

  test('Flux waits in the same order', () => {
    const of = (name: string) => specOf(the(render(flux), 'Kustomization', name)).dependsOn;
    expect(of('provisioner')).toEqual([{ name: 'foundations' }]);
    expect(of('machines')).toEqual([{ name: 'provisioner' }]);
    expect(of('operators')).toEqual([{ name: 'machines' }]);
  });

  test('is pinned, guarded, critical, and knows its cluster and its queue', () => {
    const { source, destination } = specOf<{ source: Record<string, unknown>; destination: object }>(
      the(rendered, 'Application', 'karpenter'),
    );
    expect(destination).toMatchObject({ namespace: 'karpenter' });
    expect(source).toMatchObject({
      repoURL: 'public.ecr.aws/karpenter',
      targetRevision: operators.karpenter.chart.version,
      helm: {
        valuesObject: {
          replicas: 2,
          priorityClassName: 'platform-critical',
          podDisruptionBudget: { maxUnavailable: 1 },
          serviceAccount: { name: 'karpenter' },
          settings: { clusterName: aws.name, interruptionQueue: `${aws.name}-interruptions` },
          // The cloud's own word lies over the chart's, and takes none of them away.
          controller: { env: [{ name: 'AWS_REGION', value: 'eu-west-1' }], resources: { limits: { memory: '1Gi' } } },
        },
      },
    });
  });

  test('reaches the API server, its credentials and the cloud, and is read by Prometheus only', () => {
    const { ingress, egress } = specOf<{ ingress: object[]; egress: object[] }>(
      the(rendered, 'NetworkPolicy', 'karpenter-controller'),
    );
    expect(JSON.stringify(egress)).toContain('169.254.170.23/32');
    expect(JSON.stringify(egress)).toContain('0.0.0.0/0');
    expect(ingress).toHaveLength(1);
  });

  test('the project of the site lets in the kinds that machines are made from, and only on such sites', () => {
    const kindsOf = (of: typeof rendered) =>
      specOf<{ clusterResourceWhitelist: { group: string; kind: string }[] }>(
        manifests(of).find(({ kind, metadata }) => kind === 'AppProject' && metadata.name !== 'operators') ??
          the(of, 'AppProject', '-'),
      ).clusterResourceWhitelist;
    expect(kindsOf(rendered)).toEqual(
      expect.arrayContaining([
        { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass' },
        { group: 'karpenter.sh', kind: 'NodePool' },
      ]),
    );
    expect(JSON.stringify(kindsOf(renderManaged()))).not.toContain('karpenter');
  });
});

test('what scales pods is the same whether machines are stated or made', () => {
  const services = {
    ...aws.services,
    scaling: scaling.config.parse({ headroom: { pods: 2 } }),
  };
  const offHours = {
    timeZone: 'Europe/Berlin',
    workingHours: [{ days: ['monday' as const], from: '07:00', until: '19:00' }],
    services: ['tracking' as const],
  };
  const scalingOf = (site: typeof aws) =>
    manifests(render({ ...site, services, offHours }))
      .filter(
        ({ metadata }) =>
          ['scaling', 'off-hours'].includes(metadata.namespace ?? '') ||
          ['descheduler', 'mlflow'].includes(metadata.name),
      )
      .map((manifest) => JSON.stringify(manifest));
  const steady = { ...aws, pools: awsSite().pools };
  expect(scalingOf(aws).length).toBeGreaterThan(5);
  expect(scalingOf(aws)).toEqual(scalingOf(steady));
});

test('values meet where they are trees, and are replaced where they are not', () => {
  expect(mergeValues({ a: { b: 1, c: [1] }, d: 1 }, { a: { c: [2] }, d: { e: 1 } })).toEqual({
    a: { b: 1, c: [2] },
    d: { e: 1 },
  });
  expect(mergeValues({ a: 1 })).toEqual({ a: 1 });
});
