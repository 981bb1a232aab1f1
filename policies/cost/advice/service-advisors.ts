import type { BucketTiers } from '../../../services';
import { bucketTiers, leastTierDays } from '../../../services/bucket-words';
import type { Advisor } from './advisor';
import { serviceWords } from './edit-words';
import { servicePlaces } from './service-places';

/** The shortest reach of point-in-time recovery that services take. */
const leastBackupDays = 7;

/** From the warm tier to the cold one: what nobody read for a quarter. */
const coldLaterDays = 60;

/** One proposal of all its edits, or none. */
const together = <T>(edits: readonly T[]): (readonly T[])[] => (edits.length > 0 ? [edits] : []);

/** What services say of themselves. */
export const serviceAdvisors: readonly Advisor[] = [
  {
    id: 'standard-volumes',
    title: 'Standard disks in place of fast ones',
    confidence: { level: 'medium', because: 'how many operations a second the volumes really see was not measured' },
    effort: {
      level: 'days',
      toDo: 'look up operations and throughput of the disks, then move the data volume by volume',
    },
    givesUp: 'Volumes have a fraction of the operations and of the throughput under load.',
    eachAlone: true,
    propose: ({ environment: { config } }) =>
      together(serviceWords(config, 'storageClass', (value) => value === 'fast', 'standard')),
  },
  {
    id: 'cheaper-tiers',
    title: 'Cheaper tiers for old objects of buckets',
    confidence: { level: 'low', because: 'how old objects are, and how often old ones are read, are assumptions' },
    effort: {
      level: 'hours',
      toDo: 'look up in the inventory how old objects are and what is read, state it with --assume, then change the words',
    },
    givesUp: 'An old object costs more to read, and its tier is paid for its least number of days.',
    eachAlone: true,
    propose: ({ environment: { config } }) => {
      const places = servicePlaces(config, bucketTiers).map(({ path, value }) => ({
        path,
        said: (value ?? {}) as BucketTiers,
      }));
      const warm = places
        .filter(({ said }) => said.infrequentAfterDays === undefined && said.coldAfterDays === undefined)
        .map(({ path }) => ({ path, value: { infrequentAfterDays: leastTierDays.infrequent } }));
      const cold = places
        .filter(({ said }) => said.coldAfterDays === undefined)
        .map(({ path, said: { infrequentAfterDays = leastTierDays.infrequent } }) => ({
          path,
          value: { infrequentAfterDays, coldAfterDays: infrequentAfterDays + coldLaterDays },
        }));
      return [...together(cold), ...together(warm)];
    },
  },
  {
    id: 'single-databases',
    title: 'No second copy of databases and caches',
    losesSafety: true,
    confidence: { level: 'high', because: 'the copy runs all month, whether it is needed or not' },
    effort: { level: 'minutes', toDo: 'change the words, and let the clouds take the copies away' },
    givesUp: 'A database is away while its zone is, or while its machine is replaced.',
    eachAlone: true,
    propose: ({ environment: { config } }) =>
      together(serviceWords(config, 'highlyAvailable', (value) => value === true, false)),
  },
  {
    id: 'shorter-backups',
    title: `Point-in-time recovery of ${leastBackupDays} days`,
    losesSafety: true,
    confidence: {
      level: 'high',
      because: 'backups and the editions that keep them longer are billed as the words say',
    },
    effort: { level: 'minutes', toDo: 'change the words; Cloud SQL restarts to change its edition' },
    givesUp: `Nothing can be brought back as it was more than ${leastBackupDays} days ago.`,
    eachAlone: true,
    propose: ({ environment: { config } }) =>
      together(
        serviceWords(
          config,
          'backupRetentionDays',
          (value) => typeof value === 'number' && value > leastBackupDays,
          leastBackupDays,
        ),
      ),
  },
  {
    id: 'smaller-services',
    title: 'The smallest size of services and their databases',
    losesSafety: true,
    confidence: { level: 'medium', because: 'how busy services are was not measured' },
    effort: { level: 'hours', toDo: 'change the words one after the other, and look at the dashboards of each' },
    givesUp: 'Services answer more slowly under load, and databases hold fewer connections.',
    eachAlone: true,
    propose: ({ environment: { config } }) =>
      together(serviceWords(config, 'size', (value) => value === 'standard' || value === 'large', 'small')),
  },
  {
    id: 'no-read-replicas',
    title: 'No copies of databases that only answer reads',
    losesSafety: true,
    confidence: { level: 'high', because: 'a copy costs as much as the database itself' },
    effort: { level: 'minutes', toDo: 'send reads to the database itself, then change the words' },
    givesUp: 'Readers and writers share one database.',
    eachAlone: true,
    propose: ({ environment: { config } }) =>
      together(serviceWords(config, 'readReplicas', (value) => typeof value === 'number' && value > 0, 0)),
  },
];
