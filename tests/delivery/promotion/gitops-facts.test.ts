import { gitopsEngines } from '../../../delivery/promotion/gitops-facts';

const commit = 'c'.repeat(40);

/** What an engine states, read by whichever knows its series. */
const read = (series: 'argocd_app_info' | 'gotk_resource_info', labels: Record<string, string>) =>
  gitopsEngines.find(({ query }) => query('').includes(series))?.read({ name: 'root', ...labels });
const argo = (sync: string, health: string) => read('argocd_app_info', { sync_status: sync, health_status: health });
const flux = (labels: Record<string, string>) =>
  read('gotk_resource_info', { customresource_kind: 'Kustomization', ready: 'True', suspended: 'false', ...labels });

it.each([
  ['well', argo('Synced', 'Healthy'), flux({}), [true, true]],
  ['unhealthy', argo('Synced', 'Degraded'), flux({ ready: 'False' }), [true, false]],
  ['on its way', argo('Synced', 'Progressing'), flux({ ready: 'Unknown' }), [true, false]],
  ['silent', argo('', ''), flux({ ready: '', suspended: 'true' }), [false, false]],
] as const)('both engines have the same word for what is %s', (_what, ofArgo, ofFlux, words) =>
  expect([ofArgo, ofFlux].map((one) => [one?.isInSync, one?.isHealthy])).toEqual([words, words]),
);

it('what is not applied, or by nobody, is not in sync', () =>
  expect(
    [argo('OutOfSync', 'Healthy'), argo('Unknown', 'Healthy'), flux({ suspended: 'true' })].map((one) => one?.isInSync),
  ).toEqual([false, false, false]));

it('a commit is what is applied, not what was read, nor the version of a chart', () => {
  const revision = `main@sha1:${commit}`;
  expect(flux({ revision })?.commit).toBe(commit);
  expect(flux({ revision, customresource_kind: 'GitRepository' })?.commit).toBeUndefined();
  expect(flux({ revision: '1.2.3', customresource_kind: 'HelmRelease' })?.commit).toBeUndefined();
  expect(flux({ revision: '' })?.commit).toBeUndefined();
});

it('a chart or a source is not taken for the root', () =>
  expect(flux({ customresource_kind: 'GitRepository' })?.name).toBe('GitRepository root'));
