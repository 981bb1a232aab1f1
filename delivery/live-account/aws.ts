import { type Quota, quotaKey } from '../../environments/facts/quotas';
import type { AwsSite } from '../../environments/model';
import type { LiveAccount } from '../../policies/preflight/live-account';
import { type AccountReader, answerTimeoutMs } from './account-reader';
import { lookUpAdopted } from './adopted';
import { awsLookups } from './adopted-aws';
import { asked, LiveFailure } from './live-failure';

const connectTimeoutMs = 5000;
const requestHandler = { connectionTimeout: connectTimeoutMs, requestTimeout: answerTimeoutMs };

/** Quotas of the whole account answer here only. */
const globalRegion = 'us-east-1';

const isMissing = (error: unknown): boolean => error instanceof Error && error.name === 'NoSuchResourceException';

/** `arn:aws:servicequotas:<region>:<account>:<service>/<code>` */
const accountOf = (arn = ''): string => arn.split(':')[4] ?? '';

type Limits = LiveAccount['limits'];

async function readLimits(site: AwsSite, quotas: readonly Quota[]): Promise<Limits> {
  const { ServiceQuotasClient, GetServiceQuotaCommand, GetAWSDefaultServiceQuotaCommand } = await asked(
    `${site.name} @aws-sdk/client-service-quotas`,
    () => import('@aws-sdk/client-service-quotas'),
  );
  const client = (region: string) => new ServiceQuotasClient({ region, requestHandler });
  const clients = { own: client(site.region), global: client(globalRegion) };
  const read = ({ service, code, global }: Quota) => {
    const input = { ServiceCode: service, QuotaCode: code };
    const from = global ? clients.global : clients.own;
    return asked(`${site.name} servicequotas:GetServiceQuota ${service} ${code}`, async () => {
      try {
        return (await from.send(new GetServiceQuotaCommand(input))).Quota;
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
      // An account that never had another value has no record of it.
      try {
        return (await from.send(new GetAWSDefaultServiceQuotaCommand(input))).Quota;
      } catch (error) {
        if (!isMissing(error)) throw error;
        return undefined;
      }
    });
  };
  const limits: Record<string, Limits[string]> = {};
  try {
    // One after the other: Service Quotas answers ten calls a second.
    for (const quota of quotas) {
      const found = await read(quota);
      const account = accountOf(found?.QuotaArn);
      if (/^\d{12}$/.test(account) && account !== site.accountId) {
        throw new LiveFailure(
          'LIVE_WRONG_ACCOUNT',
          `${site.name} accountId`,
          `the credentials are of the account ${account}, the site is in ${site.accountId}`,
        );
      }
      if (found?.Value !== undefined) limits[quotaKey(quota)] = { limit: found.Value };
    }
    return limits;
  } finally {
    for (const one of Object.values(clients)) one.destroy();
  }
}

async function readOffers(site: AwsSite, machineTypes: readonly string[]): Promise<LiveAccount['offers']> {
  const { EC2Client, paginateDescribeInstanceTypeOfferings } = await asked(
    `${site.name} @aws-sdk/client-ec2`,
    () => import('@aws-sdk/client-ec2'),
  );
  const offers: Record<string, string[]> = Object.fromEntries(machineTypes.map((type) => [type, []]));
  const client = new EC2Client({ region: site.region, requestHandler });
  await asked(`${site.name} ec2:DescribeInstanceTypeOfferings`, async () => {
    const pages = paginateDescribeInstanceTypeOfferings(
      { client },
      { LocationType: 'availability-zone', Filters: [{ Name: 'instance-type', Values: [...machineTypes] }] },
    );
    for await (const { InstanceTypeOfferings = [] } of pages) {
      for (const { InstanceType, Location } of InstanceTypeOfferings) {
        if (InstanceType && Location) offers[InstanceType]?.push(Location);
      }
    }
  }).finally(() => client.destroy());
  return Object.fromEntries(Object.entries(offers).map(([type, zones]) => [type, zones.sort()]));
}

/** The account of a site on AWS, by Service Quotas and EC2. What is in use is in CloudWatch, and is not read. */
export const readAwsAccount: AccountReader<AwsSite> = async (site, { quotas, machineTypes }) => {
  const lookups = await awsLookups(site, requestHandler);
  return {
    limits: await readLimits(site, quotas),
    offers: machineTypes.length > 0 ? await readOffers(site, machineTypes) : {},
    ...(lookups.length > 0 ? { adopted: await lookUpAdopted(lookups) } : {}),
  };
};
