import { type Finding, InputError } from '../../../environments/model';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../environments/schema';
import { adoptedZoneInput, adoptedZones } from '../../fixtures/adopted-zone';

function findingsOf(input: EnvironmentInput): readonly Finding[] {
  try {
    resolveEnvironment(input, 'test.ts');
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.findings;
    throw error;
  }
}

const found = (input: EnvironmentInput) => findingsOf(input).map(({ code, place }) => [code, place]);
const place = 'edge.dns.adopt';

it.each(['aws', 'google', 'azure'] as const)('takes a zone of %s, and tells the site that has it', (by) => {
  expect(findingsOf(adoptedZoneInput(by))).toEqual([]);
  const told = resolveEnvironment(adoptedZoneInput(by)).sites.map(({ cloud, edge }) => [cloud, edge?.adoptedZone]);
  expect(told.filter(([, zone]) => zone !== undefined)).toEqual([[by, adoptedZones[by]]]);
});

it.each([
  ['aws', adoptedZones.google],
  ['google', adoptedZones.aws],
  ['google', 'ml-example'],
  ['azure', adoptedZones.aws],
] as const)('refuses what is no zone of %s: %s', (by, adopt) => {
  const [finding, ...others] = findingsOf(adoptedZoneInput(by, { adopt }));
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ code: 'ADOPT_PLACE', place, value: adopt, allowed: [expect.any(String)] });
});

it('refuses a zone of another subscription and of another domain, both at once', () => {
  const adopt = adoptedZones.azure.replace('-000000000001', '-0000000000ff').replace(/[^/]+$/, 'other.example.com');
  const findings = findingsOf(adoptedZoneInput('azure', { adopt }));
  expect(findings.map(({ code, allowed }) => [code, allowed])).toEqual([
    ['ADOPT_PLACE', ['00000000-0000-4000-8000-000000000001']],
    ['ADOPT_PLACE', [adoptedZoneInput('azure').domain]],
  ]);
});

it('refuses to delegate what its owner has delegated', () => {
  const { domain } = adoptedZoneInput('aws');
  const parent = { zone: domain.split('.').slice(1).join('.'), id: 'Z0123456789ABCDEFGHIJ' };
  expect(found(adoptedZoneInput('aws', { parent }))).toEqual([['EDGE_DNS', 'edge.dns.parent']]);
});
