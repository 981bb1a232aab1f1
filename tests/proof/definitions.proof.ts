import { readKinds } from '../../delivery/operator-definitions/read-kinds';
import { operatorDefinitions } from '../../services/operator-definitions';
import type { KindVersions, OperatorKinds } from '../../services/operator-kinds';
import { definitionsOf, definitionTools } from './custom-resources';
import { proof } from './skips';

const recorded: Readonly<Record<string, OperatorKinds>> = operatorDefinitions;
const kinds = Object.values(recorded).flatMap((one) => Object.entries(one.kinds));
const groupOf = (kind: string): string => kind.split('/')[0] ?? '';

proof('definitions of the pinned operators', definitionTools(), () => {
  it('serve and store what is recorded of them', () => {
    const found = new Map<string, KindVersions>(
      definitionsOf(new Set(kinds.map(([kind]) => groupOf(kind)))).flatMap(({ text }) =>
        Object.entries(readKinds(text)),
      ),
    );
    const known = kinds.filter(([kind]) => found.has(kind));
    expect(known.length).toBeGreaterThan(50);
    // The folder has the standard channel of the Gateway API, which serves fewer versions than the one that is installed.
    const comparable = known.filter(([kind]) => groupOf(kind) !== 'gateway.networking.k8s.io');
    expect(Object.fromEntries(comparable.map(([kind]) => [kind, found.get(kind)]))).toEqual(
      Object.fromEntries(comparable),
    );
  });
});
