import { readKinds } from '../../../delivery/operator-definitions/read-kinds';

const version = (name: string, served: boolean, storage: boolean) => ({ name, served, storage });
const definition = (kind: string, versions: readonly unknown[]) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  spec: { group: 'example.com', names: { kind }, versions },
});
const text = (...documents: readonly unknown[]) => documents.map((one) => JSON.stringify(one)).join('\n---\n');

it('reads what is served, what is only listed and what is stored, sorted by kind', () => {
  const kinds = readKinds(
    text(
      definition('Table', [version('v1', true, true), version('v1beta1', false, false)]),
      { apiVersion: 'v1', kind: 'ConfigMap' },
      null,
      definition('Chair', [version('v1', true, false), version('v2', true, true)]),
    ),
  );
  expect(Object.entries(kinds)).toEqual([
    ['example.com/Chair', { served: ['v1', 'v2'], stored: 'v2' }],
    ['example.com/Table', { served: ['v1'], unserved: ['v1beta1'], stored: 'v1' }],
  ]);
});

it('refuses a definition that stores nothing', () =>
  expect(() => readKinds(text(definition('Chair', [version('v1', true, false)])))).toThrow('example.com/Chair'));
