import { clouds } from '../../../environments/facts';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { movedTo } from '../../../policies/cost/moved-environment';
import { environmentInput, siteInputs } from '../../fixtures/environment';

const { aws, google, azure } = siteInputs;
const regionsOf = (moved: ReturnType<typeof movedTo>) =>
  moved?.input.sites.map((site) => ('region' in site ? `${site.cloud} ${site.region}` : site.cloud));

describe.each(clouds)('on %s alone', (cloud) => {
  it('is a sound environment of as many sites with the same roles, addresses and pools', () => {
    const input = environmentInput({
      sites: [
        { ...aws, pools: { general: { maxNodes: 7 } } },
        google,
        { ...azure, providers: { bucket: 'managed' as const } },
      ],
    });
    const moved = movedTo(cloud, input);
    const { sites } = resolveEnvironment(moved?.input);
    expect(sites.map((site) => site.cloud)).toEqual([cloud, cloud, cloud]);
    expect(new Set(sites.map(({ name }) => name)).size).toBe(3);
    expect(sites.map(({ name }) => name)).toEqual(moved?.moves.map(({ to }) => to));
    const said = (of: typeof input) => of.sites.map((site) => [site.role, 'pools' in site ? site.pools : undefined]);
    expect(moved && said(moved.input)).toEqual(said(input));
  });

  it('has accounts that are made up where the environment names none there', () => {
    const [other] = Object.values(siteInputs).filter((site) => site.cloud !== cloud);
    const moved = movedTo(cloud, environmentInput({ sites: [{ ...other, role: 'primary' } as never] }));
    expect(moved?.accountMadeUp).toBe(true);
    expect(resolveEnvironment(moved?.input).sites).toMatchObject([{ cloud, role: 'primary' }]);
    expect(movedTo(cloud, environmentInput())?.accountMadeUp).toBe(false);
  });

  it('changes nothing of an environment that is there already', () => {
    const input = environmentInput({ sites: [{ ...siteInputs[cloud], role: 'primary' } as never] });
    expect(movedTo(cloud, input)?.input).toEqual(input);
  });
});

it('leaves a site where it is, and puts others into regions of the same law', () => {
  expect(regionsOf(movedTo('google', environmentInput()))).toEqual([
    'google europe-west4',
    'google europe-west1',
    'google europe-west3',
  ]);
});

it('calls sites by their new names wherever the environment names them', () => {
  const moved = movedTo(
    'google',
    environmentInput({
      interconnect: {
        links: [{ between: ['test-aws-eu-west-1', 'test-google-europe-west1'] }],
        asns: { 'test-azure-westeurope': 64_700 },
      },
    }),
  );
  expect(moved?.input.interconnect).toEqual({
    links: [{ between: ['test-google-europe-west4', 'test-google-europe-west1'] }],
    asns: { 'test-google-europe-west3': 64_700 },
  });
});

it('makes the public zone at the new cloud, in place of one that is elsewhere', () => {
  const edge = { routes: ['mlflow'], dns: { parent: { zone: 'ml.example.com', id: 'Z1' } } };
  expect(movedTo('aws', environmentInput({ edge }))?.input.edge).toEqual(edge);
  expect(movedTo('google', environmentInput({ edge }))?.input.edge).toEqual({ routes: ['mlflow'] });
});

it('gives the trail of an organisation to the first site, which is the only one that may keep it', () => {
  const trail = { organisationTrail: { organisationId: '999999999999' } };
  const moved = movedTo('google', environmentInput({ sites: [aws, { ...google, ...trail }, azure] }));
  expect(moved?.input.sites.map((site) => 'organisationTrail' in site)).toEqual([true, false, false]);
  expect(() => resolveEnvironment(moved?.input)).not.toThrow();
});

it('says nothing of a jurisdiction with too few regions', () => {
  const swiss = { jurisdiction: 'ch' as const };
  const sites = [
    { ...aws, region: 'eu-central-2' },
    { ...azure, region: 'switzerlandnorth' },
  ];
  expect(movedTo('google', environmentInput({ ...swiss, sites }))).toBeUndefined();
});
