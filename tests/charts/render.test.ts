import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RenderedObject, siteNamespaces, siteOperators, waves } from '../../charts';
import { operatorTenants, requestsOf, serviceTenants } from '../../constructs/contracts';
import type { Site } from '../../environments/model';
import { danglingReferences } from '../../policies';
import { awsSite, azureSite, googleSite, localSite } from '../fixtures/sites';
import { manifests, places, renderLocal, renderManaged } from './site-rendering';

const provided = (site: Site) => ({
  namespaces: ['kube-system', ...siteNamespaces(site).map(({ name }) => name)],
  serviceAccounts: [...serviceTenants(site), ...operatorTenants(siteOperators(site))].flatMap((tenant) =>
    requestsOf(site, tenant, 'identity').map(({ namespace, need }) => `${namespace}/${need.serviceAccount}`),
  ),
});

const flux = { gitops: { ...localSite().gitops, engine: 'flux' as const } };

const variants: Readonly<Record<string, { site: Site; render: () => RenderedObject[] }>> = {
  local: { site: localSite(), render: () => renderLocal() },
  'local, flux': { site: localSite(flux), render: () => renderLocal(flux) },
  managed: { site: googleSite(), render: () => renderManaged() },
  'managed, flux': {
    site: googleSite(flux),
    render: () => renderManaged(flux),
  },
};

describe('a rendered site', () => {
  test('local: every object in its folder', () => {
    expect(places(renderLocal()).filter((place) => !place.startsWith('k8s/10-'))).toMatchInlineSnapshot(`
      [
        "gitops/AppProject/site",
        "gitops/Application/foundations",
        "gitops/Application/operators",
        "gitops/Application/shared",
        "gitops/Application/tracking",
        "gitops/Application/tracking-access",
        "gitops/Application/tracking-data",
        "gitops/Application/tracking-migration",
        "k8s/15-operators/AppProject/operators",
        "k8s/15-operators/Application/cert-manager",
        "k8s/15-operators/Application/cloudnative-pg",
        "k8s/15-operators/Application/envoy-gateway",
        "k8s/15-operators/Application/external-secrets",
        "k8s/20-shared/Certificate/site-ca",
        "k8s/20-shared/Certificate/site-tls",
        "k8s/20-shared/ClusterIssuer/site-ca",
        "k8s/20-shared/ClusterIssuer/site-root",
        "k8s/20-shared/EnvoyProxy/site",
        "k8s/20-shared/Gateway/site",
        "k8s/20-shared/GatewayClass/site",
        "k8s/20-shared/HTTPRoute/to-https",
        "k8s/30-tracking-data/Cluster/tracking-database",
        "k8s/30-tracking-data/ExternalSecret/tracking-artifacts",
        "k8s/30-tracking-data/ExternalSecret/tracking-passphrase",
        "k8s/30-tracking-data/Job/tracking-artifacts-setup-7fc8be38",
        "k8s/30-tracking-data/NetworkPolicy/tracking-artifacts",
        "k8s/30-tracking-data/NetworkPolicy/tracking-artifacts-setup",
        "k8s/30-tracking-data/NetworkPolicy/tracking-database",
        "k8s/30-tracking-data/Password/tracking-artifacts",
        "k8s/30-tracking-data/Password/tracking-passphrase",
        "k8s/30-tracking-data/PersistentVolumeClaim/tracking-artifacts",
        "k8s/30-tracking-data/Service/tracking-artifacts",
        "k8s/30-tracking-data/StatefulSet/tracking-artifacts",
        "k8s/40-tracking-migration/Job/mlflow-migration-8c5d636a",
        "k8s/40-tracking-migration/NetworkPolicy/mlflow-migration",
        "k8s/50-tracking-access/HTTPRoute/tracking-web",
        "k8s/50-tracking/CronJob/mlflow-garbage-collection",
        "k8s/50-tracking/Deployment/mlflow",
        "k8s/50-tracking/NetworkPolicy/mlflow",
        "k8s/50-tracking/NetworkPolicy/mlflow-garbage-collection",
        "k8s/50-tracking/PodDisruptionBudget/mlflow",
        "k8s/50-tracking/Service/mlflow",
      ]
    `);
  });

  test('managed: nothing but secrets is made for needs that the cloud meets', () => {
    expect(places(renderManaged()).filter((place) => /30-/.test(place))).toEqual([
      'k8s/30-tracking-data/ExternalSecret/tracking-database',
      'k8s/30-tracking-data/ExternalSecret/tracking-passphrase',
    ]);
  });

  describe.each(Object.entries(variants))('%s', (_name, { site, render }) => {
    const rendered = render();

    test('is the same bytes every time', () => {
      expect(JSON.stringify(render())).toBe(JSON.stringify(rendered));
    });

    test('is sorted, and no two objects share a folder, kind and name', () => {
      const folders = rendered.map(({ folder }) => folder);
      expect(folders).toEqual([...folders].sort());
      const files = rendered.map(({ folder, manifest }) => `${folder}/${manifest.kind}-${manifest.metadata.name}`);
      expect(new Set(files).size).toBe(files.length);
    });

    test('lies in folders of known waves', () => {
      const numbers = Object.values(waves).map(String);
      const folders = [...new Set(rendered.map(({ folder }) => folder))].filter((folder) => folder !== 'gitops');
      expect(folders.every((folder) => numbers.includes(/^k8s\/(\d\d)-[a-z-]+$/.exec(folder)?.[1] ?? ''))).toBe(true);
    });

    test('makes no namespace and no service account: those are the platform stack’s', () => {
      const kinds = manifests(rendered).map(({ kind }) => kind);
      expect(kinds).not.toContain('Namespace');
      expect(kinds).not.toContain('ServiceAccount');
      expect(kinds).not.toContain('Secret');
    });

    test('says on every object whose it is', () => {
      for (const { metadata } of manifests(rendered)) {
        expect(metadata.labels).toMatchObject({
          'app.kubernetes.io/part-of': 'evenkeel',
          'app.kubernetes.io/managed-by': 'evenkeel',
          'app.kubernetes.io/instance': expect.any(String),
          'evenkeel.dev/environment': 'test',
          'evenkeel.dev/site': site.name,
          'evenkeel.dev/service': expect.any(String),
        });
      }
    });

    test('refers to nothing that nobody makes', () => {
      expect(danglingReferences(site.name, { stacks: {}, manifests: manifests(rendered) }, provided(site))).toEqual([]);
    });

    test('routes lead to services and listeners that exist', () => {
      const objects = manifests(rendered);
      const services = objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata);
      const gateway = objects.find(({ kind }) => kind === 'Gateway');
      const gatewaySpec = gateway?.spec as { listeners: { name: string }[] } | undefined;
      const listeners = (gatewaySpec?.listeners ?? []).map((listener) => listener.name);
      for (const route of objects.filter(({ kind }) => kind === 'HTTPRoute')) {
        const spec = route.spec as {
          parentRefs: { name: string; sectionName: string }[];
          rules: { backendRefs?: { name: string }[] }[];
        };
        for (const parent of spec.parentRefs) {
          expect(parent.name).toBe(gateway?.metadata.name);
          expect(listeners).toContain(parent.sectionName);
        }
        for (const backend of spec.rules.flatMap((rule) => rule.backendRefs ?? [])) {
          expect(services).toContainEqual(
            expect.objectContaining({
              name: backend.name,
              namespace: route.metadata.namespace,
            }),
          );
        }
      }
    });

    test('services, budgets and policies select pods that exist', () => {
      type Labels = Readonly<Record<string, string>>;
      type Template = { metadata: { labels: Labels } };
      type Spec = {
        template?: Template;
        jobTemplate?: { spec: { template: Template } };
        selector?: Labels & { matchLabels?: Labels };
        podSelector?: { matchLabels?: Labels };
      };
      const objects = manifests(rendered).filter(({ metadata }) => metadata.namespace === 'tracking');
      const pods = objects.flatMap(({ spec }) => {
        const { template, jobTemplate } = spec as Spec;
        const found = template ?? jobTemplate?.spec.template;
        return found?.metadata?.labels ? [found.metadata.labels] : [];
      });
      const made = objects.flatMap(({ kind, metadata }) =>
        kind === 'Cluster'
          ? [
              {
                'cnpg.io/cluster': metadata.name,
                'evenkeel.dev/reaches-api-server': 'true',
              },
            ]
          : [],
      );
      const selectors = objects.flatMap(({ kind, metadata, spec }) => {
        const { selector, podSelector } = (spec ?? {}) as Spec;
        const labels = {
          Service: selector,
          PodDisruptionBudget: selector?.matchLabels,
          NetworkPolicy: podSelector && (podSelector.matchLabels ?? {}),
        }[kind as 'Service'];
        return labels && !metadata.name.endsWith('-api-server') ? [{ name: `${kind} ${metadata.name}`, labels }] : [];
      });
      expect(selectors.length).toBeGreaterThan(5);
      const matches = (labels: Labels) =>
        [...pods, ...made].some((pod: Labels) => Object.entries(labels).every(([key, value]) => pod[key] === value));
      expect(selectors.filter(({ labels }) => !matches(labels as Labels))).toEqual([]);
    });

    test('every pod is restricted: unprivileged user, read-only root, no capability, no token', () => {
      type Container = {
        securityContext: object;
        resources: { requests: object; limits: object };
      };
      type Pod = {
        containers: Container[];
        securityContext: object;
        automountServiceAccountToken: boolean;
      };
      const pods = manifests(rendered).flatMap(({ kind, spec }) => {
        const outer = spec as {
          template?: { spec: Pod };
          jobTemplate?: { spec: { template: { spec: Pod } } };
        };
        if (!['Deployment', 'StatefulSet', 'Job', 'CronJob'].includes(kind)) return [];
        return [outer.template?.spec ?? (outer.jobTemplate?.spec.template.spec as Pod)];
      });
      expect(pods.length).toBeGreaterThan(0);
      for (const pod of pods) {
        expect(pod.automountServiceAccountToken).toBe(false);
        expect(pod.securityContext).toMatchObject({ runAsNonRoot: true });
        for (const container of pod.containers) {
          expect(container.securityContext).toMatchObject({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' },
          });
          expect(container.resources.requests).toMatchObject({
            cpu: expect.any(String),
            memory: expect.any(String),
          });
          expect(container.resources.limits).toMatchObject({
            memory: expect.any(String),
          });
        }
      }
    });
  });

  test('a site without services has no service wave', () => {
    const folders = new Set(renderLocal({ services: {} }).map(({ folder }) => folder));
    expect([...folders].sort()).toEqual(['gitops', 'k8s/10-foundations', 'k8s/15-operators', 'k8s/20-shared']);
  });

  test('a need that no provider meets is an error, not a gap', () => {
    const services = {
      tracking: { ...localSite().services.tracking, ownKey: true },
    } as Site['services'];
    expect(() => renderLocal({ services })).toThrow('a cluster has no key management service');
  });

  test('charts differ between clouds in nothing but the operators that a cloud lacks', () => {
    const lacking = ['cluster-autoscaler', 'nvidia-device-plugin'];
    const strip = (site: Site) => {
      const rendered = renderManaged({
        ...site,
        name: 'same',
        tags: {},
      } as Partial<Site>);
      // The project of the operators lists them all.
      return manifests(rendered)
        .filter(
          ({ kind, metadata }) =>
            kind !== 'AppProject' && !lacking.some((name) => JSON.stringify(metadata).includes(name)),
        )
        .map((manifest) => JSON.stringify(manifest));
    };
    expect(strip(awsSite())).toEqual(strip(googleSite()));
    expect(strip(azureSite())).toEqual(strip(googleSite()));
  });
});

test('no file of charts/ names a cloud', () => {
  const root = join(__dirname, '../../charts');
  const named = /\b(aws|amazon|eks|google|gcp|gke|azure|microsoft|aks|entra)\b/i;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|md)$/.test(file));
  expect(files.length).toBeGreaterThan(20);
  expect(files.filter((file) => named.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});
