import { googleReader } from '../../../delivery/live-account/google';
import { quotaKey } from '../../../environments/facts/quotas';
import { googleQuotas } from '../../../environments/facts/quotas/google';
import { googleSite } from '../../fixtures/sites';
import { type Answer, AnsweringServer, type Asked, deadAddress } from './answering-server';

// Other work on the machine must not fail it.
jest.setTimeout(60_000);

const site = googleSite();
const n4 = 'CPUS-PER-VM-FAMILY-per-project-region vm_family=N4';
const keys = [
  'GPUS-ALL-REGIONS-per-project',
  'NVIDIA-L4-GPUS-per-project-region',
  'PREEMPTIBLE-CPUS-per-project-region',
  n4,
];
const wanted = {
  quotas: googleQuotas.all.filter((quota) => keys.includes(quotaKey(quota))),
  machineTypes: ['n2-standard-4', 'n1-standard-4'],
};
const project = `/projects/${site.projectId}`;

/** As Compute Engine and Cloud Quotas answer. */
const answers: Readonly<Record<string, unknown>> = {
  [project]: { quotas: [{ metric: 'GPUS_ALL_REGIONS', limit: 8, usage: 2 }] },
  [`${project}/regions/europe-west1`]: { quotas: [{ metric: 'NVIDIA_L4_GPUS', limit: 4, usage: 1 }] },
  'GPUS-ALL-REGIONS-per-project': { dimensionsInfos: [{ details: { value: '8' }, applicableLocations: ['global'] }] },
  'NVIDIA-L4-GPUS-per-project-region': {
    dimensionsInfos: [
      { details: { value: '1' }, applicableLocations: ['us-central1', 'europe-west1'] },
      { dimensions: { region: 'europe-west1' }, details: { value: '4' }, applicableLocations: ['europe-west1'] },
      { dimensions: { region: 'us-east4' }, details: { value: '16' }, applicableLocations: ['us-east4'] },
    ],
  },
  // As it is where nobody has asked for any.
  'PREEMPTIBLE-CPUS-per-project-region': { dimensionsInfos: [{ details: {}, applicableLocations: ['europe-west1'] }] },
  'CPUS-PER-VM-FAMILY-per-project-region': {
    dimensionsInfos: [
      { dimensions: { vm_family: 'C4' }, details: { value: '8' } },
      { dimensions: { vm_family: 'N4' }, details: { value: '24' } },
      { dimensions: { vm_family: 'N4', region: 'europe-west1' }, details: { value: '-1' } },
    ],
  },
};

/** n2 everywhere but in zone c; n1 everywhere, its T4 in zone d only. */
const inZones = ({ url }: Asked): boolean =>
  url.endsWith('nvidia-tesla-t4') ? url.includes('europe-west1-d') : !url.includes('europe-west1-c/machineTypes/n2');

const answered = (asked: Asked): Answer => {
  if (asked.url.includes('/zones/')) {
    return inZones(asked) ? { body: {} } : { status: 404, body: { error: { status: 'NOT_FOUND', message: 'no' } } };
  }
  const body = answers[asked.url] ?? answers[asked.url.replace(/^.*quotaInfos\//, '')];
  return body === undefined ? { status: 404, body: { error: { message: asked.url } } } : { body };
};

let server: AnsweringServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function read(answer: (asked: Asked) => Answer) {
  server = await AnsweringServer.start(answer);
  return googleReader({
    clusters: server.url,
    compute: server.url,
    quotas: server.url,
    keys: server.url,
    dns: server.url,
    images: server.url,
    token: async () => 'secret-token',
  })(site, wanted);
}

it('reads the limit of the region where there is one, what is in use, and the zones of machine types', async () => {
  expect(await read(answered)).toEqual({
    limits: {
      'GPUS-ALL-REGIONS-per-project': { limit: 8, used: 2 },
      'NVIDIA-L4-GPUS-per-project-region': { limit: 4, used: 1 },
      [n4]: { limit: Number.MAX_SAFE_INTEGER },
    },
    offers: { 'n2-standard-4': ['europe-west1-b', 'europe-west1-d'], 'n1-standard-4': ['europe-west1-d'] },
  });
  expect(new Set(server?.asked.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer secret-token']));
});

it.each<[string, Answer, string]>([
  [
    'denied',
    { status: 403, body: { error: { status: 'PERMISSION_DENIED', message: 'needs compute.projects.get' } } },
    'LIVE_DENIED',
  ],
  [
    'signed out',
    { status: 401, body: { error: { status: 'UNAUTHENTICATED', message: 'expired' } } },
    'LIVE_NO_CREDENTIALS',
  ],
  ['broken', { status: 500, body: 'oops' }, 'LIVE_FAILED'],
])('says that it is %s, and never the token', async (_what, answer, code) => {
  const failed = read(() => answer);
  await expect(failed).rejects.toMatchObject({ code, place: expect.stringContaining(`${site.name} compute.`) });
  await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining('secret-token') });
});

it('tries again where the API is busy, and gives up in the end', async () => {
  let calls = 0;
  const busy: Answer = { status: 429, body: { error: { status: 'RESOURCE_EXHAUSTED', message: 'rateLimitExceeded' } } };
  await read((asked) => (asked.url === project && calls++ === 0 ? busy : answered(asked)));
  expect(calls).toBe(2);
  await server?.stop();
  await expect(read(() => busy)).rejects.toMatchObject({ code: 'LIVE_THROTTLED' });
});

it('says that the network is down', async () => {
  const url = await deadAddress();
  const reader = googleReader({
    compute: url,
    quotas: url,
    keys: url,
    dns: url,
    images: url,
    clusters: url,
    token: async () => 'x',
  });
  await expect(reader(site, wanted)).rejects.toMatchObject({ code: 'LIVE_UNREACHABLE' });
});

it('says that nobody is signed in', async () => {
  const token = async () => {
    throw new Error('Could not load the default credentials. Browse to https://cloud.google.com/docs for more');
  };
  await expect(
    googleReader({ clusters: '', compute: '', quotas: '', keys: '', dns: '', images: '', token })(site, wanted),
  ).rejects.toMatchObject({
    code: 'LIVE_NO_CREDENTIALS',
    place: `${site.name} application default credentials`,
  });
});
