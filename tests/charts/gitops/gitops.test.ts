import { rootSource } from '../../../charts';
import { rootFiles } from '../../../charts/gitops';
import { localSite } from '../../fixtures/sites';
import { places, renderLocal, specOf, the } from '../site-rendering';

const flux = { gitops: { ...localSite().gitops, engine: 'flux' as const } };

const inGitops = (rendered: ReturnType<typeof renderLocal>): string[] =>
  places(rendered)
    .filter((place) => place.startsWith('gitops/'))
    .map((place) => place.replace('gitops/', ''));

describe('Argo CD', () => {
  const rendered = renderLocal();

  test('one application a folder', () => {
    expect(inGitops(rendered)).toEqual([
      'AppProject/site',
      'Application/foundations',
      'Application/operators',
      'Application/shared',
      'Application/tracking',
      'Application/tracking-access',
      'Application/tracking-data',
      'Application/tracking-migration',
    ]);
  });

  test('points at rendered folders of this site, in the order of their waves', () => {
    const applications = ['foundations', 'operators', 'shared', 'tracking-data', 'tracking-migration', 'tracking'];
    const seen = applications.map((name) => {
      const application = the(rendered, 'Application', name);
      const { source } = specOf<{ source: { repoURL: string; path: string } }>(application);
      expect(source.repoURL).toBe('https://git.example.com/acme/platform.git');
      return [application.metadata.annotations?.['argocd.argoproj.io/sync-wave'], source.path];
    });
    expect(seen).toEqual([
      ['10', 'dist/test/test-local/k8s/10-foundations'],
      ['15', 'dist/test/test-local/k8s/15-operators'],
      ['20', 'dist/test/test-local/k8s/20-shared'],
      ['30', 'dist/test/test-local/k8s/30-tracking-data'],
      ['40', 'dist/test/test-local/k8s/40-tracking-migration'],
      ['50', 'dist/test/test-local/k8s/50-tracking'],
    ]);
    const folders = new Set(rendered.map(({ folder }) => `dist/test/test-local/${folder}`));
    for (const [, path] of seen) expect(folders).toContain(path);
  });

  test('the project is limited to the repository and the namespaces of the site', () => {
    expect(specOf(the(rendered, 'AppProject', 'site'))).toMatchObject({
      sourceRepos: ['https://git.example.com/acme/platform.git'],
      destinations: [
        'argocd',
        'cert-manager',
        'cnpg-system',
        'envoy-gateway-system',
        'external-secrets',
        'tracking',
      ].map((namespace) => ({
        server: 'https://kubernetes.default.svc',
        namespace,
      })),
    });
  });

  test('the project allows every kind outside of namespaces that the site renders, and no other', () => {
    const { clusterResourceWhitelist } = specOf<{
      clusterResourceWhitelist: { kind: string }[];
    }>(the(rendered, 'AppProject', 'site'));
    const rendered_ = new Set(
      rendered.filter(({ manifest }) => manifest.metadata.namespace === undefined).map(({ manifest }) => manifest.kind),
    );
    const allowed = clusterResourceWhitelist.map(({ kind }) => kind);
    for (const kind of rendered_) expect(allowed).toContain(kind);
    expect(allowed.sort()).toEqual([
      'ClusterIssuer',
      'ClusterRole',
      'ClusterRoleBinding',
      'ClusterSecretStore',
      'GatewayClass',
      'PriorityClass',
      'StorageClass',
      'ValidatingAdmissionPolicy',
      'ValidatingAdmissionPolicyBinding',
      'VolumeSnapshotClass',
    ]);
    const rights = clusterResourceWhitelist.filter(({ kind }) => /^(ClusterRole|Validating)/.test(kind));
    expect(rights).toEqual(rights.map((entry) => ({ ...entry, name: 'evenkeel-*' })));
  });

  test('the root makes applications and projects, from this repository only', () => {
    expect(rootSource['argo-cd'](localSite())).toMatchObject({
      projects: {
        root: {
          sourceRepos: ['https://git.example.com/acme/platform.git'],
          destinations: [{ namespace: 'argocd' }],
          clusterResourceWhitelist: [],
          namespaceResourceWhitelist: [{ kind: 'Application' }, { kind: 'AppProject' }],
        },
      },
      applications: {
        root: {
          project: 'root',
          source: {
            path: 'dist/test/test-local/gitops',
            targetRevision: 'main',
          },
        },
      },
    });
  });

  test('the root reads a program that pins every application to the commit of the root', () => {
    const { applications } = rootSource['argo-cd'](localSite()) as {
      applications: {
        root: { source: { directory: { include: string; jsonnet: object } } };
      };
    };
    const { include, jsonnet } = applications.root.source.directory;
    const [program] = rootFiles('argo-cd', ['application-foundations.yaml', 'appproject-site.yaml']);
    expect(program?.path).toBe(include);
    expect(jsonnet).toEqual({
      tlas: [{ name: 'revision', value: '$ARGOCD_APP_REVISION' }],
    });
    expect(program?.content).toMatchInlineSnapshot(`
      "// Applications stay at the commit of the root: one that followed the branch by itself would not wait for its wave.
      function(revision)
        local pinned(object) =
          if object.kind == 'Application' then object { spec+: { source+: { targetRevision: revision } } } else object;
        [
          pinned(std.parseYaml(object))
          for object in [
            importstr 'application-foundations.yaml',
            importstr 'appproject-site.yaml',
          ]
        ]
      "
    `);
  });

  test('the root never gives up and tries what Git says by then; what is pinned to a commit ends, so that it can be mended', () => {
    const { applications } = rootSource['argo-cd'](localSite()) as {
      applications: { root: { syncPolicy: { retry: object } } };
    };
    expect(applications.root.syncPolicy.retry).toMatchObject({ limit: -1, refresh: true });
    for (const application of ['foundations', 'tracking']) {
      const { syncPolicy } = specOf<{ syncPolicy: { retry: { limit: number } } }>(
        the(rendered, 'Application', application),
      );
      expect(syncPolicy.retry.limit).toBeGreaterThan(0);
      expect(syncPolicy.retry).not.toHaveProperty('refresh');
    }
  });
});

describe('Flux', () => {
  const rendered = renderLocal(flux);

  test('one Kustomization a folder', () => {
    expect(inGitops(rendered)).toEqual([
      'Kustomization/foundations',
      'Kustomization/operators',
      'Kustomization/shared',
      'Kustomization/tracking',
      'Kustomization/tracking-access',
      'Kustomization/tracking-data',
      'Kustomization/tracking-migration',
    ]);
  });

  test('each waits until the one before is healthy; a service waits for its own data and migration', () => {
    const waits = ['foundations', 'operators', 'shared', 'tracking-data', 'tracking-migration', 'tracking'].map(
      (name) => {
        const { dependsOn, wait, prune } = specOf<{
          dependsOn?: { name: string }[];
          wait: boolean;
          prune: boolean;
        }>(the(rendered, 'Kustomization', name));
        expect([wait, prune]).toEqual([true, true]);
        return [name, ...(dependsOn ?? []).map((before) => before.name)];
      },
    );
    expect(waits).toEqual([
      ['foundations'],
      ['operators', 'foundations'],
      ['shared', 'operators'],
      ['tracking-data', 'shared'],
      ['tracking-migration', 'tracking-data'],
      ['tracking', 'tracking-migration'],
    ]);
  });

  test('a custom resource that its operator has not seen yet is not taken for healthy', () => {
    const { healthCheckExprs = [] } = specOf<{
      healthCheckExprs?: { kind: string; current: string }[];
    }>(the(rendered, 'Kustomization', 'tracking-data'));
    expect(healthCheckExprs.map(({ kind }) => kind)).toEqual(['ExternalSecret', 'Cluster']);
    for (const { current } of healthCheckExprs) expect(current).toContain("c.type == 'Ready' && c.status == 'True'");
    expect(specOf(the(rendered, 'Kustomization', 'tracking-migration'))).not.toHaveProperty('healthCheckExprs');
  });

  test('waits by itself for the same commit, and needs no program', () => {
    expect(rootFiles('flux', ['kustomization-foundations.yaml'])).toEqual([]);
  });

  test('the root points at the same folder', () => {
    expect(rootSource.flux(localSite(flux))).toMatchObject({
      gitRepository: {
        spec: {
          url: 'https://git.example.com/acme/platform.git',
          ref: { branch: 'main' },
        },
      },
      kustomization: {
        spec: { path: './dist/test/test-local/gitops', prune: true },
      },
    });
  });
});
