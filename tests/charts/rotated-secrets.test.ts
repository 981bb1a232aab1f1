import type { RenderedObject } from '../../charts';
import { catalog, orchestration, tracking } from '../../services';
import { renderLocal, renderManaged } from './site-rendering';

const annotation = 'evenkeel.dev/password-version';
const rotation = { passwordVersion: 29_712_000, rotationDays: 90, credentials: {} };
const services = {
  tracking: tracking.config.parse({ authentication: 'basic', ownKey: false }),
  orchestration: orchestration.config.parse({ ownKey: false }),
  catalog: catalog.config.parse({ ownKey: false }),
};

type Json = Readonly<Record<string, unknown>>;
const templateOf = ({ manifest }: RenderedObject) =>
  (manifest.spec as { readonly template?: Json } | undefined)?.template;
const annotations = (object: Json | undefined) => (object?.metadata as { annotations?: Json } | undefined)?.annotations;

const stampedSources = (objects: readonly RenderedObject[]) =>
  objects
    .filter(({ manifest }) => manifest.metadata.annotations?.[annotation] !== undefined)
    .map(({ manifest }) => `${manifest.kind} ${manifest.metadata.name}`)
    .sort();
const stampedPods = (objects: readonly RenderedObject[]) =>
  objects
    .filter((object) => annotations(templateOf(object))?.[annotation] === String(rotation.passwordVersion))
    .map(({ manifest }) => `${manifest.kind} ${manifest.metadata.name}`)
    .sort();

describe('a rotation', () => {
  const before = renderManaged({ services });
  const after = renderManaged({ services, rotation });

  it('leaves no trace on a site that never had one', () => {
    expect(JSON.stringify(before)).not.toContain(annotation);
  });

  it('has passwords and what only pods know read anew, and nothing that data or others depend on', () => {
    const sources = stampedSources(after);
    for (const one of [
      'tracking-database',
      'orchestration-database',
      'orchestration-jwt-secret',
      'catalog-system-secret',
    ])
      expect(sources).toContain(`ExternalSecret ${one}`);
    for (const one of ['passphrase', 'fernet-key', 'admin-password', 'encryption-key', 'token-key', 'lineage-key'])
      expect(sources.filter((source) => source.endsWith(one))).toEqual([]);
  });

  it('starts every standing pod anew that reads one of them', () => {
    const pods = stampedPods(after);
    expect(pods).toContain('Deployment mlflow');
    const readers = after.filter(
      (object) =>
        templateOf(object) && /"(name|secretName)":"[a-z-]+-database"/.test(JSON.stringify(templateOf(object))),
    );
    const standing = readers.filter(({ manifest }) => ['Deployment', 'StatefulSet'].includes(manifest.kind));
    expect(standing.length).toBeGreaterThan(3);
    for (const { manifest } of standing) expect(pods).toContain(`${manifest.kind} ${manifest.metadata.name}`);
  });

  it('changes nothing else: no Job, which cannot be changed, and no other object', () => {
    const changed = after.filter(
      ({ manifest }, index) => JSON.stringify(manifest) !== JSON.stringify(before[index]?.manifest),
    );
    expect(changed.filter(({ manifest }) => ['Job', 'CronJob'].includes(manifest.kind))).toEqual([]);
    expect(changed).toHaveLength(stampedSources(after).length + stampedPods(after).length);
  });
});

it('inside a cluster writes what only pods know once more, and keeps what data depends on', () => {
  const objects = renderLocal({ services, rotation });
  const names = objects
    .filter(({ manifest }) => manifest.kind === 'ExternalSecret')
    .map(({ manifest }) => manifest.metadata.name);
  expect(names).toContain(`orchestration-jwt-secret-${rotation.passwordVersion}`);
  expect(names).toContain('orchestration-fernet-key');
  expect(stampedPods(objects).length).toBeGreaterThan(0);
  const made = objects.find(
    ({ manifest }) => manifest.metadata.name === `orchestration-jwt-secret-${rotation.passwordVersion}`,
  );
  expect(made?.manifest.spec).toMatchObject({
    refreshPolicy: 'CreatedOnce',
    target: { name: 'orchestration-jwt-secret' },
  });
});
