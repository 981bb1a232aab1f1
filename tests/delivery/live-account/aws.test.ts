import { readAwsAccount } from '../../../delivery/live-account/aws';
import { awsQuotas } from '../../../environments/facts/quotas/aws';
import { awsSite } from '../../fixtures/sites';
import { type Answer, AnsweringServer, type Asked, deadAddress } from './answering-server';

// Other work on the machine must not fail it.
jest.setTimeout(60_000);

const site = awsSite({ accountId: '123456789012' });
const codes = ['L-1216C47A', 'L-DB2E81BA', 'L-FE177D64'];
const wanted = {
  quotas: awsQuotas.all.filter(({ code }) => codes.includes(code)),
  machineTypes: ['m7i.xlarge', 'p5.48xlarge'],
};

/** As Service Quotas answers, by its JSON protocol. */
const quota = (code: string, value: number, account = site.accountId) => ({
  Quota: { QuotaArn: `arn:aws:servicequotas:eu-west-1:${account}:ec2/${code}`, QuotaCode: code, Value: value },
});
const refused = (type: string, status = 400): Answer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: { __type: type, message: `refused: ${type}` },
});

/** As EC2 answers, by its XML. */
const offerings = (...entries: readonly (readonly [string, string])[]) =>
  `<DescribeInstanceTypeOfferingsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId><instanceTypeOfferingSet>${entries
    .map(
      ([type, zone]) =>
        `<item><instanceType>${type}</instanceType><location>${zone}</location><locationType>availability-zone</locationType></item>`,
    )
    .join('')}</instanceTypeOfferingSet></DescribeInstanceTypeOfferingsResponse>`;

const operation = ({ headers }: Asked): string => String(headers['x-amz-target'] ?? 'ec2').replace(/^.*\./, '');
const codeOf = ({ body }: Asked): string => (JSON.parse(body) as { QuotaCode: string }).QuotaCode;

const keys = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_ENDPOINT_URL',
  'AWS_MAX_ATTEMPTS',
  'AWS_EC2_METADATA_DISABLED',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
] as const;
const before = Object.fromEntries(keys.map((key) => [key, process.env[key]]));
let server: AnsweringServer | undefined;

beforeEach(() => {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_MAX_ATTEMPTS: '1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  });
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  for (const key of keys) {
    const value = before[key];
    if (value === undefined) delete process.env[key];
    else process.env[key] = value;
  }
});

async function answering(answer: (asked: Asked) => Answer): Promise<AnsweringServer> {
  server = await AnsweringServer.start(answer);
  process.env.AWS_ENDPOINT_URL = server.url;
  return server;
}

it('reads quotas by their codes, those without a record by their default, and zones of machine types', async () => {
  const { asked } = await answering((request) => {
    if (operation(request) === 'ec2') {
      return {
        headers: { 'content-type': 'text/xml' },
        body: offerings(['m7i.xlarge', 'eu-west-1b'], ['m7i.xlarge', 'eu-west-1a']),
      };
    }
    const code = codeOf(request);
    if (code === 'L-DB2E81BA' && operation(request) === 'GetServiceQuota') return refused('NoSuchResourceException');
    return { body: quota(code, code === 'L-DB2E81BA' ? 0 : 512) };
  });
  expect(await readAwsAccount(site, wanted)).toEqual({
    limits: { 'L-1216C47A': { limit: 512 }, 'L-DB2E81BA': { limit: 0 }, 'L-FE177D64': { limit: 512 } },
    offers: { 'm7i.xlarge': ['eu-west-1a', 'eu-west-1b'], 'p5.48xlarge': [] },
  });
  expect(asked.map(operation)).toEqual([
    'GetServiceQuota',
    'GetServiceQuota',
    'GetAWSDefaultServiceQuota',
    'GetServiceQuota',
    'ec2',
  ]);
  // Signed for the region that answers for the whole account.
  expect(asked[3]?.headers.authorization).toContain('/us-east-1/servicequotas/');
  expect(asked[0]?.headers.authorization).toContain('/eu-west-1/servicequotas/');
});

it('leaves out what the account does not know at all', async () => {
  await answering((request) =>
    operation(request) === 'ec2' ? { body: offerings() } : refused('NoSuchResourceException'),
  );
  expect((await readAwsAccount(site, wanted)).limits).toEqual({});
});

it('compares with no other account', async () => {
  await answering((request) => ({ body: quota(codeOf(request), 512, '999999999999') }));
  await expect(readAwsAccount(site, wanted)).rejects.toMatchObject({
    code: 'LIVE_WRONG_ACCOUNT',
    message: expect.stringContaining('999999999999'),
  });
});

it.each([
  ['AccessDeniedException', 'LIVE_DENIED'],
  ['TooManyRequestsException', 'LIVE_THROTTLED'],
  ['UnrecognizedClientException', 'LIVE_NO_CREDENTIALS'],
  ['ExpiredTokenException', 'LIVE_NO_CREDENTIALS'],
  ['ServiceException', 'LIVE_FAILED'],
])('says what %s means', async (type, code) => {
  await answering(() => refused(type));
  await expect(readAwsAccount(site, wanted)).rejects.toMatchObject({
    code,
    place: 'test-aws-eu-west-1 servicequotas:GetServiceQuota ec2 L-1216C47A',
    message: `refused: ${type}`,
    fix: expect.any(String),
  });
});

it('says which right EC2 wants', async () => {
  await answering((request) =>
    operation(request) === 'ec2'
      ? {
          status: 403,
          headers: { 'content-type': 'text/xml' },
          body: '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized</Message></Error></Errors><RequestID>r</RequestID></Response>',
        }
      : { body: quota(codeOf(request), 1) },
  );
  await expect(readAwsAccount(site, wanted)).rejects.toMatchObject({
    code: 'LIVE_DENIED',
    place: 'test-aws-eu-west-1 ec2:DescribeInstanceTypeOfferings',
  });
});

it('says that the network is down', async () => {
  process.env.AWS_ENDPOINT_URL = await deadAddress();
  await expect(readAwsAccount(site, wanted)).rejects.toMatchObject({ code: 'LIVE_UNREACHABLE' });
});

it('says that nobody is signed in', async () => {
  delete process.env.AWS_ACCESS_KEY_ID;
  delete process.env.AWS_SECRET_ACCESS_KEY;
  process.env.AWS_ENDPOINT_URL = await deadAddress();
  await expect(readAwsAccount(site, wanted)).rejects.toMatchObject({ code: 'LIVE_NO_CREDENTIALS' });
});
