import { renderedSecrets } from '../../policies/rendered-secrets';

const secret = (content: object) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'token', namespace: 'tracking' },
  ...content,
});

it.each([{ data: { token: 'aHVudGVyMg==' } }, { stringData: { token: 'hunter2' } }])('is found: %j', (content) => {
  expect(renderedSecrets('test-local', [secret(content)])).toMatchObject([
    { code: 'SECRET_RENDERED', file: 'test-local', place: 'Secret tracking/token' },
  ]);
});

it('is silent where a Secret has no content, which somebody else fills in', () => {
  const config = { ...secret({ data: { level: 'info' } }), kind: 'ConfigMap' };
  expect(renderedSecrets('test-local', [secret({}), secret({ data: {} }), config])).toEqual([]);
});
