import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askPrometheusAt, prometheusFacts, promotionQueries } from '../../../delivery/promotion/prometheus-facts';
import { readFactsFile } from '../../../delivery/promotion/promotion-facts';

const at = new Date('2026-11-22T12:00:00Z');

const facts = {
  at: at.toISOString(),
  watched: { hours: 24, share: 1 },
  alerts: [{ name: 'TrackingDown', severity: 'page', site: 'staging-aws-eu-west-1', lastAt: at.toISOString() }],
  budgets: [{ service: 'tracking', slo: 'availability', remaining: 0.75 }],
  gitops: [{ name: 'root', site: 'staging-aws-eu-west-1', isInSync: true, isHealthy: true, says: 'Synced, Healthy' }],
};

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), 'facts-')), 'facts.json');
  writeFileSync(path, text);
  return path;
};

it('a record is read as it is', () =>
  expect(readFactsFile(file(JSON.stringify({ environments: { staging: facts } })))).toEqual({ staging: facts }));

it.each([
  ['no JSON', '{'],
  ['another form', '{"environments":{"staging":{"at":"yesterday"}}}'],
  [
    'a control character',
    JSON.stringify({ environments: { staging: { ...facts, alerts: [{ ...facts.alerts[0], name: 'a\u001b[2J' }] } } }),
  ],
])('%s is refused', (_what, text) => expect(() => readFactsFile(file(text))).toThrow('PROMOTION_FACTS'));

describe('Prometheus', () => {
  const queries = promotionQueries('staging', 24);
  const answers: Record<string, unknown[]> = {
    [queries.alerts]: [
      {
        metric: { alertname: 'TrackingDown', severity: 'page', site: 'staging-aws-eu-west-1' },
        value: [0, String(at.getTime() / 1000)],
      },
    ],
    [queries.budgets]: [
      { metric: { service: 'tracking', slo: 'availability' }, value: [0, '0.75'] },
      { metric: { service: 'tracking', slo: 'silent' }, value: [0, 'NaN'] },
    ],
    ...Object.fromEntries(queries.gitops.map((query) => [query, []])),
    [queries.gitops.find((query) => query.includes('argocd')) ?? '']: [
      {
        metric: { name: 'root', site: 'staging-aws-eu-west-1', sync_status: 'Synced', health_status: 'Healthy' },
        value: [0, '1'],
      },
    ],
    [queries.records]: [{ metric: {}, value: [0, '2880'] }],
  };
  let status = 200;
  let server: Server;
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const query = new URLSearchParams(body).get('query') ?? '';
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ status: 'success', data: { result: answers[query] } }));
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('says the same as a record', async () =>
    expect(await prometheusFacts(askPrometheusAt(url()), 'staging', 24, at)).toEqual(facts));

  it('that answers nothing watched nothing, and says nothing of GitOps', async () =>
    expect(await prometheusFacts(async () => [], 'staging', 24, at)).toEqual({
      ...{ at: at.toISOString(), watched: { hours: 24, share: 0 }, alerts: [], budgets: [] },
    }));

  it('that fails is no health', async () => {
    status = 503;
    await expect(askPrometheusAt(url())('up', at)).rejects.toThrow('it answers 503');
  });

  it('that is not there is no health, and passwords are not told on', async () => {
    const error = await askPrometheusAt('http://who:secret@127.0.0.1:1')('up', at).catch((one: Error) => one.message);
    expect(error).toContain('PROMOTION_FACTS');
    expect(error).not.toContain('secret');
  });

  it('needs an http address', () => expect(() => askPrometheusAt('file:///etc/passwd')).toThrow('PROMOTION_FACTS'));
});
