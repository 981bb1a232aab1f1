/** What only time tells, and what a bill takes it to be until somebody says otherwise. */
export interface Assumption {
  readonly value: number;
  readonly unit: string;
  readonly what: string;
}

const assumption = (value: number, unit: string, what: string): Assumption => ({ value, unit, what });

/** Every assumption of a bill. `evenkeel cost --assume bucketGiB=500` sets one aside. */
export const assumptions = {
  poolShare: assumption(
    0.15,
    'share',
    'of what a pool may add to its fewest, how much runs on average where only pods that come and go run',
  ),
  bucketGiB: assumption(100, 'GiB', 'kept in each bucket that a service writes to'),
  bucketThousandRequests: assumption(100, 'thousand a month', 'requests of each bucket'),
  bucketMillionObjects: assumption(0.1, 'million', 'objects in each bucket'),
  bucketAgeDays: assumption(
    365,
    'days',
    'since the oldest objects of a bucket were written, where nothing deletes them sooner',
  ),
  tierReadShare: assumption(0.05, 'share a month', 'of what lies in a cheaper tier of a bucket that is read'),
  backupShare: assumption(0.5, 'share', 'of a database, what its backups take beyond the room that is free of charge'),
  cacheGiB: assumption(5, 'GiB', 'that a snapshot of a cache holds'),
  sharedFilesGiB: assumption(
    200,
    'GiB',
    'in a shared folder that is billed by what is in it, and written to it each month',
  ),
  internetGiB: assumption(200, 'GiB a month', 'that each site sends to the internet'),
  betweenZonesGiB: assumption(1000, 'GiB a month', 'between the zones of each site that has several'),
  betweenSitesGiB: assumption(
    50,
    'GiB a month',
    'that each site sends through each tunnel or peering of its links, beside what is copied',
  ),
  natGiB: assumption(200, 'GiB a month', 'through each NAT gateway'),
  endpointGiB: assumption(50, 'GiB a month', 'through each private endpoint'),
  edgeGiB: assumption(100, 'GiB a month', 'that the public edge of a site sends'),
  edgeMillionRequests: assumption(10, 'million a month', 'requests at the public edge of a site'),
  balancerUnits: assumption(2, 'units', 'of capacity that a load balancer uses on average'),
  balancerGiB: assumption(200, 'GiB a month', 'through each load balancer'),
  logGiB: assumption(2, 'GiB a month', 'written to each group or bucket of logs'),
  flowLogGiB: assumption(20, 'GiB a month', 'of flow logs of each network'),
  auditMillionEvents: assumption(1, 'million a month', 'audited accesses to data of each trail'),
  recordedThousandChanges: assumption(5, 'thousand a month', 'changes of resources that are recorded at each site'),
  watchedMillionEvents: assumption(5, 'million a month', 'events that the detection of threats reads at each site'),
  watchedGiB: assumption(50, 'GiB a month', 'of traffic or disks that the detection of threats reads at each site'),
  postureThousandChecks: assumption(20, 'thousand a month', 'checks of posture at each site'),
  keyTenThousandRequests: assumption(10, 'ten thousand a month', 'uses of each key'),
  keyAgeMonths: assumption(12, 'months', 'since keys were made, for those whose old versions stay and cost'),
  secretTenThousandReads: assumption(1, 'ten thousand a month', 'reads of each secret'),
  dnsMillionQueries: assumption(1, 'million a month', 'queries of each zone'),
  queueMillionMessages: assumption(1, 'million a month', 'messages of each topic or queue'),
  registryGiB: assumption(50, 'GiB', 'of images in each registry'),
  warehouseTiB: assumption(1, 'TiB a month', 'that queries of a warehouse read'),
  scheduledVolumeShare: assumption(0.05, 'share', 'of the month in which a scheduled job holds its scratch volume'),
  copiedGiB: assumption(50, 'GiB a month', 'that each copy of a bucket carries to another site'),
  mirroredGiB: assumption(200, 'GiB a month', 'that each mirror of Kafka carries to another site'),
  replicatedGiB: assumption(50, 'GiB a month', 'of changes that each replica of a database in another region follows'),
  federatedGiB: assumption(20, 'GiB a month', 'of metrics that each site sends to the one that looks at all of them'),
  bucketGrowthShare: assumption(0.05, 'share a month', 'by which what is in buckets grows, in a forecast'),
  replacedShare: assumption(
    0.1,
    'share a month',
    'of a bucket with versions that is replaced or deleted, and kept until its versions end, in a forecast',
  ),
  databaseGrowthShare: assumption(
    0.03,
    'share a month',
    'by which what is in databases and their backups grows, in a forecast',
  ),
  databaseUsedShare: assumption(0.5, 'share', 'of the disk of a database that is full today, in a forecast'),
  registryGrowthShare: assumption(0.03, 'share a month', 'by which what is in registries grows, in a forecast'),
  fileGrowthShare: assumption(0.03, 'share a month', 'by which what is in shared folders grows, in a forecast'),
} as const satisfies Readonly<Record<string, Assumption>>;

export type AssumptionName = keyof typeof assumptions;

/** Values that somebody knows better, by name. */
export type Assumed = Readonly<Partial<Record<AssumptionName, number>>>;
