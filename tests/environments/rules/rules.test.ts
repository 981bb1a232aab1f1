import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentRules } from '../../../environments/rules';
import type { EnvironmentInput } from '../../../environments/schema';
import { parseEnvironment } from '../../../environments/schema/parse-environment';
import { environmentInput } from '../../fixtures/environment';
import { accountsCases } from './cases/accounts';
import { addressesCases } from './cases/addresses';
import { adoptionCases } from './cases/adoption';
import { budgetCases } from './cases/budget';
import { chaosCases } from './cases/chaos';
import { drillsCases } from './cases/drills';
import { edgeCases } from './cases/edge';
import { interconnectCases } from './cases/interconnect';
import { maintenanceCases } from './cases/maintenance';
import { offHoursCases } from './cases/off-hours';
import { poolsCases } from './cases/pools';
import { promotionCases } from './cases/promotion';
import { recoveryCases } from './cases/recovery';
import { reservationsCases } from './cases/reservations';
import { secretsCases } from './cases/secrets';
import { servicesCases } from './cases/services';
import { sitesCases } from './cases/sites';

const brief = (overrides: Partial<EnvironmentInput>): string[] => {
  const { view } = parseEnvironment(environmentInput(overrides), '');
  return environmentRules.flatMap((rule) => rule(view)).map(({ code, place }) => `${code} ${place}`);
};

const cases = [
  ...accountsCases,
  ...addressesCases,
  ...adoptionCases,
  ...budgetCases,
  ...chaosCases,
  ...drillsCases,
  ...edgeCases,
  ...interconnectCases,
  ...maintenanceCases,
  ...offHoursCases,
  ...poolsCases,
  ...promotionCases,
  ...recoveryCases,
  ...reservationsCases,
  ...secretsCases,
  ...servicesCases,
  ...sitesCases,
];

describe.each(cases)('%s', (_rule, broken, expected, kept) => {
  it('is found when broken', () => expect(brief(broken)).toEqual(expected));
  it('is silent when kept', () => expect(brief(kept)).toEqual([]));
});

it('every code of every rule is shown to fire', () => {
  const folder = join(__dirname, '..', '..', '..', 'environments', 'rules');
  const codes = readdirSync(folder).flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/code: '([A-Z_]+)'/g)].map((match) => match[1]),
  );
  const fired = cases.flatMap(([, , expected]) => expected.map((text) => text.split(' ')[0]));
  expect([...new Set(fired)].sort()).toEqual([...new Set(codes)].sort());
});

it('the rules look only at what is sound', () => {
  const { view } = parseEnvironment({}, '');
  expect(environmentRules.flatMap((rule) => rule(view))).toEqual([]);
});

it('a local site asks nothing of clouds', () =>
  expect(brief({ sites: [{ cloud: 'local' }], kubernetesVersion: '1.99' })).toEqual([]));
