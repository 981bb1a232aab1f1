import { environmentRules } from '../../../environments/rules';
import { parseEnvironment } from '../../../environments/schema/parse-environment';
import { environmentInput } from '../../fixtures/environment';

const findings = (kubernetesVersion: string) => {
  const { view } = parseEnvironment(environmentInput({ kubernetesVersion }), '');
  return environmentRules.flatMap((rule) => rule(view));
};

it('offers what every cloud of the environment has, and says until when the version was supported', () => {
  const found = findings('1.33');
  expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'KUBERNETES_VERSION not offered by aws, google',
    'KUBERNETES_SUPPORT azure supported it until 2026-06-30',
  ]);
  for (const { allowed } of found) expect(allowed).toEqual(['1.34', '1.35', '1.36']);
});

it('takes a version whose standard support has ended for as long as the clusters are kept beyond it', () =>
  // Google's standard support of 1.34 ended before the facts were looked up.
  expect(findings('1.34')).toEqual([]));
