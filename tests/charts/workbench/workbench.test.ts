import { gateway, orchestration, tracking, workbench } from '../../../services';
import { manifests, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const servicesWith = (config: object) => ({
  tracking: tracking.config.parse({}),
  orchestration: orchestration.config.parse({}),
  gateway: gateway.config.parse({}),
  workbench: workbench.config.parse(config),
});
const rendered = renderManaged({ services: servicesWith({}) });

/** The data of the one ConfigMap whose name starts like this. */
function dataOf(objects: typeof rendered, start: string): Record<string, string> {
  const found = manifests(objects).filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith(start),
  );
  expect(found).toHaveLength(1);
  return (found[0] as unknown as { data: Record<string, string> }).data;
}
const htmlOf = (config: object): string =>
  dataOf(renderManaged({ services: servicesWith(config) }), 'portal-pages-')['index.html'] ?? '';
const html = htmlOf({});
const hrefs = (text: string) => [...text.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href);

test('what it is made of', () => {
  const own = places(rendered).filter((place) => place.startsWith('k8s/50-workbench'));
  expect(own.map((place) => place.replace(/-[0-9a-f]{8}$/, '-#'))).toEqual([
    'k8s/50-workbench-access/BackendTrafficPolicy/workbench-portal',
    'k8s/50-workbench-access/HTTPRoute/workbench-portal',
    'k8s/50-workbench-access/ReferenceGrant/workbench-portal',
    'k8s/50-workbench/ConfigMap/portal-nginx-#',
    'k8s/50-workbench/ConfigMap/portal-pages-#',
    'k8s/50-workbench/Deployment/portal',
    'k8s/50-workbench/NetworkPolicy/portal',
    'k8s/50-workbench/PodDisruptionBudget/portal',
    'k8s/50-workbench/Service/portal',
  ]);
});

describe('the page', () => {
  test('links every route of the other services', () => {
    const routes = manifests(rendered).filter(
      ({ kind, metadata }) => kind === 'HTTPRoute' && !['to-https', 'workbench-portal'].includes(metadata.name),
    );
    const hosts = routes.flatMap((route) => specOf<{ hostnames: string[] }>(route).hostnames);
    expect(hosts.length).toBeGreaterThan(1);
    expect(hrefs(html)).toEqual(expect.arrayContaining(hosts.map((host) => `https://${host}/`)));
    expect(hrefs(html)).not.toContain('https://portal.ml.example.com/');
  });

  test('shows the links that the environment adds, in the order of their titles', () => {
    const links = [{ title: 'A wiki', url: 'https://wiki.example.com/', summary: 'How we work' }];
    expect(hrefs(htmlOf({ links }))[0]).toBe('https://wiki.example.com/');
    expect(htmlOf({ links })).toContain('How we work');
  });

  test('writes what people typed as text', () => {
    expect(htmlOf({ heading: '<script>alert(1)</script> & "more"' })).toContain(
      '<h1>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;more&quot;</h1>',
    );
  });

  test('loads nothing but its own style', () => {
    const sources = [...html.matchAll(/(?:src|<link[^>]* href)="([^"]*)"/g)].map(([, source]) => source);
    expect(sources).toEqual(['data:,', 'style.css']);
    expect(html).not.toContain('<script');
    expect(dataOf(rendered, 'portal-pages-')['style.css']).not.toMatch(/url\(|@import/);
  });

  test('has a language, a width for phones, one first heading and named sections', () => {
    expect(html).toContain('<html lang="en">');
    expect(html).toContain('content="width=device-width, initial-scale=1"');
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html).toMatch(/<section aria-labelledby="people">\s*<h2 id="people">/);
  });

  test('says so where there is nothing to open', () => {
    const alone = renderManaged({ services: { workbench: workbench.config.parse({}) } });
    expect(dataOf(alone, 'portal-pages-')['index.html']).toContain('No service of this site has an address.');
  });
});

describe('the web servers', () => {
  const podOf = (objects: typeof rendered) =>
    specOf<{ template: { spec: { containers: Record<string, unknown>[] } } }>(the(objects, 'Deployment', 'portal'))
      .template.spec;

  test('are replaced when the page changes', () => {
    const other = renderManaged({ services: servicesWith({ heading: 'Another' }) });
    expect(JSON.stringify(podOf(other))).not.toBe(JSON.stringify(podOf(rendered)));
  });

  test('are two, with a read-only root', () => {
    expect(specOf(the(rendered, 'Deployment', 'portal'))).toMatchObject({ replicas: 2 });
    expect(podOf(rendered).containers[0]).toMatchObject({
      securityContext: { readOnlyRootFilesystem: true, runAsUser: 101 },
    });
  });

  test('forbid scripts and frames', () => {
    const configuration = dataOf(rendered, 'portal-nginx-')['nginx.conf'];
    expect(configuration).toContain("default-src 'none'; style-src 'self'");
    expect(configuration).toContain("frame-ancestors 'none'");
  });

  test('call nobody, and only the gateway calls them', () => {
    expect(specOf(the(rendered, 'NetworkPolicy', 'portal'))).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/component': 'proxy' } } }] }],
    });
    expect(specOf(the(rendered, 'NetworkPolicy', 'portal'))).not.toHaveProperty('egress');
  });
});

test('a cluster alone shows the same page under its own domain', () => {
  const local = renderLocal({
    services: { tracking: tracking.config.parse({ ownKey: false }), workbench: workbench.config.parse({}) },
  });
  expect(hrefs(dataOf(local, 'portal-pages-')['index.html'] ?? '')).toContain('https://mlflow.ml.example.com/');
});
