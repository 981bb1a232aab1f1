import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { environmentInput } from '../../fixtures/environment';

it.each([
  ['nothing at all', {}, 'INVALID_VALUE', 'business'],
  ['none of something', { customers: 0 }, 'OUT_OF_RANGE', 'business.customers'],
  ['half of one', { predictionsPerMonth: 1.5 }, 'WRONG_TYPE', 'business.predictionsPerMonth'],
  ['something that no bill knows', { clicks: 3 }, 'UNKNOWN_KEY', 'business.clicks'],
])('does not count %s', (_, business, code, place) => {
  expect(() => resolveEnvironment(environmentInput({ business: business as never }))).toThrow(
    expect.objectContaining({ findings: expect.arrayContaining([expect.objectContaining({ code, place })]) }),
  );
});

it('counts what it is given, and builds nothing of it', () => {
  const { sites } = resolveEnvironment(environmentInput({ business: { customers: 9 } }));
  expect(sites).toEqual(resolveEnvironment(environmentInput()).sites);
});
