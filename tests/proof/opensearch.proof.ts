import { setTimeout as pause } from 'node:timers/promises';
import type { RenderedObject } from '../../charts';
import { catalog, streaming } from '../../services';
import { renderLocal, specOf, the } from '../charts/site-rendering';
import type { Container, PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { proof, toolPath } from './skips';
import { freePort } from './tools/free-port';
import { connects, installOpenSearch, type OpenSearch } from './tools/opensearch-node';
import type { ServiceProcess } from './tools/service-process';

/** Which variables the image's entry point hands on as settings. */
const SETTING = /^[a-z0-9_]+\.[a-z0-9_]+/;
/** Three nodes on a machine that others use too. */
const SMALL_HEAP = ['-Xms256m', '-Xmx256m'];

interface Health {
  readonly status: string;
  readonly cluster_name: string;
  readonly number_of_nodes: number;
}

interface Member {
  readonly name: string;
  readonly http: number;
  readonly transport: number;
}

proof('OpenSearch as rendered', ['java', 'opensearch'], () => {
  const rendering = (searchNodes: number): readonly RenderedObject[] =>
    renderLocal({
      services: {
        streaming: streaming.config.parse({}),
        catalog: catalog.config.parse({ ownKey: false, size: 'small', searchNodes }),
      },
    });
  const containerOf = (rendered: readonly RenderedObject[], kind: string, name: string): Container => {
    const spec = podTemplateOf(the(rendered, kind, name))?.spec as unknown as PodSpec;
    const [container] = spec.containers;
    if (container === undefined) throw new Error(`${name} has no container`);
    return container;
  };
  const environment = ({ env = [] }: Container): Readonly<Record<string, string>> =>
    Object.fromEntries(env.map(({ name, value = '' }) => [name, value]));

  const site = rendering(3);
  const container = containerOf(site, 'StatefulSet', 'datahub-search');
  const { replicas } = specOf<{ replicas: number }>(the(site, 'StatefulSet', 'datahub-search'));
  const running = new Map<string, ServiceProcess>();
  let opensearch: OpenSearch;
  let members: readonly Member[] = [];

  const newMember = async (name: string): Promise<Member> => ({
    name,
    http: await freePort(),
    transport: await freePort(),
  });
  const settingsOf = (from: Container, { http, transport }: Member): Readonly<Record<string, string>> => {
    const rendered = Object.entries(environment(from)).filter(([name]) => SETTING.test(name));
    return {
      ...Object.fromEntries(rendered),
      ...('discovery.seed_hosts' in environment(from)
        ? { 'discovery.seed_hosts': members.map((each) => `127.0.0.1:${each.transport}`).join() }
        : {}),
      'network.host': '127.0.0.1',
      // A machine of a test may have a full disk.
      'cluster.routing.allocation.disk.threshold_enabled': 'false',
      'http.port': `${http}`,
      'transport.port': `${transport}`,
    };
  };
  const start = async (from: Container, member: Member, more: Readonly<Record<string, string>> = {}): Promise<void> => {
    const settings = { ...settingsOf(from, member), ...more };
    const node = { name: member.name, settings, javaFlags: SMALL_HEAP, httpPort: member.http };
    running.set(member.name, await opensearch.start(node));
  };
  const ask = async (member: Member | undefined, path: string, body?: object, method = body ? 'PUT' : 'GET') => {
    const response = await fetch(`http://127.0.0.1:${member?.http}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  };
  const readinessOf = async (member: Member | undefined): Promise<number> =>
    (await ask(member, container.readinessProbe?.httpGet?.path ?? '/none')).status;
  const health = async (member: Member | undefined, wait: string): Promise<Health> =>
    (await ask(member, `/_cluster/health?timeout=60s&${wait}`)).answer as unknown as Health;

  beforeAll(async () => {
    opensearch = installOpenSearch({
      java: toolPath('java') ?? '',
      archives: toolPath('opensearch') ?? '',
      version:
        podTemplateOf(the(site, 'StatefulSet', 'datahub-search'))?.metadata?.labels?.['app.kubernetes.io/version'] ??
        '',
    });
    members = await Promise.all(Array.from({ length: replicas }, (_, i) => newMember(`datahub-search-${i}`)));
  });
  afterAll(async () => {
    await Promise.all([...running.values()].map((node) => node.kill()));
    opensearch?.remove();
  });

  it('a node alone has started and is not ready: it knows no leader', async () => {
    const [first] = members;
    if (first === undefined) throw new Error('no member is rendered');
    await start(container, first);
    expect(await connects(first.http)).toBe(true);
    expect(await readinessOf(first)).toBe(503);
  });

  it('pods with the rendered names elect a leader, and all of them are ready', async () => {
    await Promise.all(members.slice(1).map((member) => start(container, member)));
    expect(await health(members[0], `wait_for_status=green&wait_for_nodes=${replicas}`)).toMatchObject({
      cluster_name: environment(container)['cluster.name'],
      number_of_nodes: replicas,
      status: 'green',
    });
    expect(await Promise.all(members.map(readinessOf))).toEqual(members.map(() => 200));
  });

  it('an index with the copies that DataHub is told to make is searched, and survives the loss of a node', async () => {
    const copies = environment(containerOf(site, 'Deployment', 'datahub-gms')).ELASTICSEARCH_NUM_REPLICAS_PER_INDEX;
    const index = { number_of_shards: 1, number_of_replicas: copies };
    const analysis = {
      analyzer: { words: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'stemmer'] } },
    };
    const mappings = { properties: { title: { type: 'text', analyzer: 'words' } } };
    expect((await ask(members[0], '/datasets', { settings: { index, analysis }, mappings })).status).toBe(200);
    const put = await ask(members[1], '/datasets/_doc/1?refresh=true', { title: 'Orders of customers' });
    expect(put.status).toBe(201);
    expect((await health(members[0], 'wait_for_status=green')).status).toBe('green');
    const [lost] = members;
    await running.get(lost?.name ?? '')?.kill();
    const others = members.slice(1);
    expect(await health(others[0], `wait_for_nodes=${replicas - 1}`)).toMatchObject({ number_of_nodes: replicas - 1 });
    const found = async () =>
      (await ask(others[0], '/datasets/_search', { query: { match: { title: 'customer' } } }, 'POST')).answer as {
        readonly hits?: { readonly total: { readonly value: number } };
      };
    for (let seconds = 0; seconds < 20 && (await found()).hits?.total.value !== 1; seconds += 1) await pause(1000);
    expect((await found()).hits?.total.value).toBe(1);
    expect(await Promise.all(others.map(readinessOf))).toEqual(others.map(() => 200));
  });

  it('a single node leads itself, and its indices are green', async () => {
    await Promise.all([...running.values()].map((node) => node.kill()));
    const alone = rendering(1);
    const single = containerOf(alone, 'StatefulSet', 'datahub-search');
    const member = await newMember('alone');
    await start(single, member);
    const copies = environment(containerOf(alone, 'Deployment', 'datahub-gms')).ELASTICSEARCH_NUM_REPLICAS_PER_INDEX;
    expect((await ask(member, '/datasets', { settings: { index: { number_of_replicas: copies } } })).status).toBe(200);
    expect(await health(member, 'wait_for_status=green')).toMatchObject({ status: 'green', number_of_nodes: 1 });
    expect(await readinessOf(member)).toBe(200);
  });

  it('refuses a setting that it does not know', async () => {
    const member = await newMember('invented');
    await expect(start(container, member, { 'node.invented': 'true' })).rejects.toThrow(
      /unknown setting \[node\.invented\]/,
    );
  });
});
