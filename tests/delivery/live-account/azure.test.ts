import { azureReader } from '../../../delivery/live-account/azure';
import { azureQuotas } from '../../../environments/facts/quotas/azure';
import { azureSite } from '../../fixtures/sites';
import { type Answer, AnsweringServer, type Asked, deadAddress } from './answering-server';

// Other work on the machine must not fail it.
jest.setTimeout(60_000);

const site = azureSite();
const codes = ['cores', 'StandardDsv6Family', 'IPv4StandardSkuPublicIpAddresses', 'StorageAccounts'];
const wanted = {
  quotas: azureQuotas.all.filter(({ code }) => codes.includes(code)),
  machineTypes: ['Standard_D4s_v6', 'Standard_D8s_v6', 'Standard_E4s_v6', 'Standard_F4s_v2'],
};

const usage = (value: string, limit: number, currentValue: number) => ({
  name: { value },
  limit,
  currentValue,
  unit: 'Count',
});
const sku = (name: string, restrictions: readonly object[] = []) => ({
  resourceType: 'virtualMachines',
  name,
  locationInfo: [{ location: site.region, zones: ['3', '1', '2'] }],
  restrictions,
});

let server: AnsweringServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

/** As Resource Manager answers; the list of machine types has two pages. */
const answered = ({ url }: Asked): Answer => {
  const pages: readonly [string, unknown][] = [
    ['Microsoft.Compute/locations', { value: [usage('cores', 100, 12), usage('standardDSv6Family', 50, 8)] }],
    ['Microsoft.Network/locations', { value: [usage('IPv4StandardSkuPublicIpAddresses', 1000, 3)] }],
    ['Microsoft.Storage/locations', { value: [usage('Unrelated', 1, 1)] }],
    [
      'page=2',
      {
        value: [
          sku('Standard_E4s_v6', [{ type: 'Location', restrictionInfo: {} }]),
          { resourceType: 'disks', name: 'Standard_F4s_v2' },
        ],
      },
    ],
    [
      'Microsoft.Compute/skus',
      {
        value: [sku('Standard_D4s_v6'), sku('Standard_D8s_v6', [{ type: 'Zone', restrictionInfo: { zones: ['2'] } }])],
        nextLink: `${server?.url}/skus?page=2`,
      },
    ],
  ];
  const found = pages.find(([part]) => url.includes(part));
  return found ? { body: found[1] } : { status: 404, body: { error: { code: 'NotFound', message: url } } };
};

async function read(answer: (asked: Asked) => Answer) {
  server = await AnsweringServer.start(answer);
  return azureReader({ resourceManager: server.url, token: async () => 'secret-token' })(site, wanted);
}

it('reads limits and use whatever the capitals of a name, and the zones that the subscription may use', async () => {
  expect(await read(answered)).toEqual({
    limits: {
      cores: { limit: 100, used: 12 },
      StandardDsv6Family: { limit: 50, used: 8 },
      IPv4StandardSkuPublicIpAddresses: { limit: 1000, used: 3 },
    },
    offers: {
      Standard_D4s_v6: ['1', '2', '3'],
      Standard_D8s_v6: ['1', '3'],
      Standard_E4s_v6: [],
      Standard_F4s_v2: [],
    },
  });
});

it.each<[string, Answer, string]>([
  ['denied', { status: 403, body: { error: { code: 'AuthorizationFailed', message: 'no right' } } }, 'LIVE_DENIED'],
  [
    'signed out',
    { status: 401, body: { error: { code: 'ExpiredAuthenticationToken', message: 'expired' } } },
    'LIVE_NO_CREDENTIALS',
  ],
  [
    'busy',
    { status: 429, headers: { 'retry-after': '0' }, body: { error: { code: 'TooManyRequests', message: 'slow' } } },
    'LIVE_THROTTLED',
  ],
])('says that it is %s', async (_what, answer, code) => {
  await expect(read(() => answer)).rejects.toMatchObject({
    code,
    place: `${site.name} Microsoft.Compute/locations/usages/read`,
  });
});

it('says that the network is down', async () => {
  const reader = azureReader({ resourceManager: await deadAddress(), token: async () => 'x' });
  await expect(reader(site, wanted)).rejects.toMatchObject({ code: 'LIVE_UNREACHABLE' });
}, 20_000);

it('says that nobody is signed in', async () => {
  const token = async () => {
    throw Object.assign(new Error('DefaultAzureCredential => no token'), { name: 'AggregateAuthenticationError' });
  };
  await expect(azureReader({ resourceManager: '', token })(site, wanted)).rejects.toMatchObject({
    code: 'LIVE_NO_CREDENTIALS',
    place: `${site.name} DefaultAzureCredential`,
  });
});
