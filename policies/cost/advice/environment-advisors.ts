import { recoveryTiers } from '../../../environments/facts/recovery';
import { isSitePublicCloud } from '../../../environments/model';
import { mayStop, stopByDefault } from '../../../environments/model/may-stop';
import type { Advisor } from './advisor';

const leastAuditDays = 30;

/** A common week; whoever takes the advice states their own. */
const commonWeek = { timeZone: 'UTC', workingHours: [{ from: '07:00', until: '19:00' }] };

/** What holds for a whole environment or a whole site. */
export const environmentAdvisors: readonly Advisor[] = [
  {
    id: 'single-nat',
    title: 'One NAT gateway for all zones',
    losesSafety: true,
    confidence: { level: 'high', because: 'gateways run all month' },
    effort: { level: 'minutes', toDo: 'change the word; connections to the internet break once while routes change' },
    givesUp: 'No zone reaches the internet while the zone of the gateway is away.',
    propose: ({ environment: { config } }) =>
      config.natGateways === 'single' ? [] : [[{ path: 'natGateways', value: 'single' }]],
  },
  {
    id: 'shorter-logs',
    title: `Audit and flow logs of ${leastAuditDays} days`,
    losesSafety: true,
    confidence: { level: 'medium', because: 'how much is logged is an assumption' },
    effort: { level: 'minutes', toDo: 'change the word' },
    givesUp: `Who did what more than ${leastAuditDays} days ago is not known any more.`,
    propose: ({ environment: { config } }) =>
      config.auditLogRetentionDays > leastAuditDays ? [[{ path: 'auditLogRetentionDays', value: leastAuditDays }]] : [],
  },
  {
    id: 'no-threat-detection',
    title: 'No paid detection of attacks',
    losesSafety: true,
    confidence: { level: 'medium', because: 'how much is watched is an assumption' },
    effort: { level: 'minutes', toDo: 'agree with who answers for security, then change the word' },
    givesUp: 'Nobody is told of an attack that only the detection of the cloud would see.',
    propose: ({ environment: { config } }) =>
      config.governance.threatDetection ? [[{ path: 'governance.threatDetection', value: false }]] : [],
  },
  {
    id: 'no-record-of-changes',
    title: 'No record of how resources were configured',
    losesSafety: true,
    confidence: { level: 'medium', because: 'how many changes are recorded is an assumption' },
    effort: { level: 'minutes', toDo: 'agree with who answers for security, then change the word' },
    givesUp: 'Nobody can see how a resource was configured before.',
    propose: ({ environment: { config } }) =>
      config.governance.configurationRecording ? [[{ path: 'governance.configurationRecording', value: false }]] : [],
  },
  {
    id: 'databases-in-the-cluster',
    title: 'Databases inside the cluster',
    losesSafety: true,
    confidence: {
      level: 'medium',
      because: 'machines that have room for the databases are counted by what pods ask for',
    },
    effort: { level: 'days', toDo: 'dump every database, change the word, and restore it inside the cluster' },
    givesUp: 'The cloud no longer patches, backs up and fails over the databases: an operator in the cluster does.',
    propose: ({ environment }) =>
      environment.sites.flatMap((site, index) =>
        isSitePublicCloud(site) && site.providers.postgres === 'managed'
          ? [
              [
                { path: `sites[${index}].providers.postgres`, value: 'in-cluster' },
                ...site.pools
                  .filter(({ purpose, automatic }) => purpose === 'general' && !automatic)
                  // They need room; what of it is not needed is not made.
                  .map(({ name, maxNodes }) => ({
                    path: `sites[${index}].pools.${name}.maxNodes`,
                    value: 2 * maxNodes,
                  })),
              ],
            ]
          : [],
      ),
  },
  {
    id: 'off-hours',
    title: 'Servers stop while nobody works',
    losesSafety: true,
    confidence: { level: 'medium', because: 'machines leave as far as the floors of their pools allow' },
    effort: { level: 'hours', toDo: 'ask when people work, and state the hours and the time zone' },
    givesUp: 'Nothing answers at night and at weekends; whoever works late says so before.',
    propose: ({ environment: { config } }) => (config.offHours ? [] : [[{ path: 'offHours', value: commonWeek }]]),
  },
  {
    id: 'more-off-hours',
    title: 'Every server that may stop stops while nobody works',
    losesSafety: true,
    confidence: { level: 'medium', because: 'pipelines and jobs of the night may need what would stop' },
    effort: { level: 'hours', toDo: 'plan pipelines and jobs of the night for working hours, then name the services' },
    givesUp: 'No pipeline and no query runs at night and at weekends.',
    propose: ({ environment: { config } }) => {
      const { offHours } = config;
      const all = mayStop.filter((name) => config.services[name] && !offHours?.keep.includes(name));
      const stopping = offHours?.services ?? stopByDefault;
      return offHours && all.some((name) => !stopping.includes(name))
        ? [[{ path: 'offHours.services', value: all }]]
        : [];
    },
  },
  {
    id: 'cheaper-recovery-tier',
    title: 'A cheaper tier of recovery that keeps every promise',
    confidence: {
      level: 'high',
      because: 'the objectives of every service are still met, by the same plan that checks them',
    },
    effort: { level: 'hours', toDo: 'change the tier, and drill the recovery once' },
    givesUp: 'Recovery has less time to spare before it misses an objective.',
    propose: ({ environment: { config } }) => {
      const tier = config.recovery?.tier;
      const cheaper = tier ? recoveryTiers.slice(0, recoveryTiers.indexOf(tier)) : [];
      return cheaper.map((value) => [{ path: 'recovery.tier', value }]);
    },
  },
  {
    id: 'standby-without-a-promise',
    title: 'No standby that no promise of recovery needs',
    losesSafety: true,
    confidence: {
      level: 'low',
      because: 'a site may be there for something that the file does not say, such as trials on another cloud',
    },
    effort: { level: 'hours', toDo: 'ask who uses the site, save what is on it, and destroy its stacks' },
    givesUp: 'Everything that runs and is stored on the site is gone.',
    propose: ({ environment: { config, sites } }) =>
      config.recovery
        ? []
        : sites.flatMap(({ role }, index) =>
            role === 'standby' ? [[{ path: `sites[${index}]`, value: undefined }]] : [],
          ),
  },
];
