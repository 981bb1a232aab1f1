import { unsupportedOperators } from '../../policies/operator-versions';
import { localSite } from '../fixtures/sites';

const found = (kubernetesVersion: string) => unsupportedOperators(localSite({ kubernetesVersion }));

it('an operator that does not support the Kubernetes version is named with what it supports', () => {
  expect(found('1.32')).toContainEqual({
    code: 'VERSION_PAIR',
    place: 'kubernetesVersion',
    message: 'cert-manager v1.21.1 supports Kubernetes 1.33 to 1.36',
    value: '1.32',
    allowed: ['1.33 to 1.36'],
    fix: 'choose a Kubernetes version in that range, or another release of cert-manager in services/operators.ts',
  });
  expect(found('1.37').map(({ message }) => message)).toContain(
    'Envoy Gateway v1.9.0 supports Kubernetes 1.33 to 1.36',
  );
});

it('every version in between is fine', () => {
  expect(['1.33', '1.34', '1.35', '1.36'].flatMap(found)).toEqual([]);
});
