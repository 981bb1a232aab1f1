import { Chart, Testing } from 'cdk8s';
import type { NeedRequest } from '../../../constructs/contracts';
import { cache } from '../../../constructs/in-cluster/cache';
import { serverMemoryMiB, volumeGiB } from '../../../constructs/in-cluster/cache-nodes';
import { localSite } from '../../fixtures/sites';

const request = (highlyAvailable: boolean, persistent = true): NeedRequest<'cache'> => ({
  site: localSite({}),
  service: 'shop',
  namespace: 'shop',
  name: 'session',
  need: { kind: 'cache', memoryGiB: 4, highlyAvailable, eviction: 'noeviction', persistent },
});

interface Made {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Record<string, unknown>;
  readonly data: Record<string, string>;
}

function made(asked: NeedRequest<'cache'>): Made[] {
  const chart = new Chart(Testing.app(), 'cache', { disableResourceNameHashes: true });
  cache.manifests(chart, asked);
  return chart.toJson() as Made[];
}

const find = (objects: readonly Made[], kind: string, name: string): Made => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
};

describe('cache in the cluster', () => {
  const single = made(request(false));
  const available = made(request(true));

  it('has one node, or three behind two proxies', () => {
    expect(find(single, 'StatefulSet', 'shop-session').spec).toMatchObject({ replicas: 1 });
    expect(find(available, 'StatefulSet', 'shop-session-node').spec).toMatchObject({ replicas: 3 });
    expect(find(available, 'Deployment', 'shop-session').spec).toMatchObject({ replicas: 2 });
    expect(single.some(({ kind }) => kind === 'Deployment')).toBe(false);
  });

  it('has one address for clients either way, under which they find the pods that their policy names', () => {
    for (const asked of [request(false), request(true)]) {
      const { spec } = find(made(asked), 'Service', 'shop-session') as unknown as { spec: { selector: object } };
      const [peer] = cache.bind(asked).egress;
      expect(peer).toMatchObject({ namespace: 'shop', podLabels: spec.selector, ports: [{ port: 6379 }] });
    }
  });

  it('listens with TLS only, and asks for a password', () => {
    const node = JSON.stringify(find(single, 'StatefulSet', 'shop-session'));
    expect(node).toContain('\\nport 0\\ntls-port 6379\\n');
    expect(node).toContain('requirepass $VALKEYCLI_AUTH');
  });

  it('gives clients one Secret with everything but the private key', () => {
    const { spec } = find(available, 'ExternalSecret', 'shop-session');
    const { template } = spec.target as { template: { data: Record<string, string> } };
    expect(Object.keys(template.data).sort()).toEqual(['ca.crt', 'host', 'password', 'port', 'username']);
    expect(template.data.host).toBe('shop-session.shop.svc');
  });

  it('lets External Secrets read two Secrets by name and no others', () => {
    const { rules } = find(available, 'Role', 'shop-session-reader') as unknown as { rules: unknown[] };
    expect(rules[0]).toMatchObject({ resourceNames: ['shop-session-password', 'shop-session-tls'], verbs: ['get'] });
  });

  it('sends clients to the node that says it is the primary, over an encrypted check', () => {
    const config = find(available, 'ConfigMap', 'shop-session-proxy').data['haproxy.cfg'] ?? '';
    expect(config).toContain('expect string role:master');
    expect(config).toContain('check-ssl verify required');
    // It would open a plain connection in place of the encrypted one.
    expect(config).not.toContain('tcp-check connect');
    expect(config.match(/^ {2}server /gm)).toHaveLength(3);
  });

  it('keeps copies on volumes even where data may be lost: an empty node would be copied by the others', () => {
    const claims = (objects: readonly Made[], name: string) =>
      find(objects, 'StatefulSet', name).spec.volumeClaimTemplates as readonly unknown[] | undefined;
    expect(claims(made(request(true, false)), 'shop-session-node')).toHaveLength(1);
    expect(claims(made(request(false, false)), 'shop-session')).toBeUndefined();
  });

  it('plans memory and volume from the data', () => {
    // 4096 x 1.5 + 256, and 4096 x 1.25 + 256 where nothing is written out
    expect(serverMemoryMiB(request(true))).toBe(6400);
    expect(serverMemoryMiB(request(false, false))).toBe(5376);
    expect(volumeGiB(request(true))).toBe(13);
  });
});
