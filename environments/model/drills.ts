/** What a drill loses on purpose. */
export const drillScenarios = {
  'database-zone-loss': 'a database loses the machine it writes on; a synchronous copy of the same site takes over',
  'database-site-loss': 'a database loses its whole site; the copy on the recovery site takes over',
  'stream-site-loss': 'Kafka loses its whole site; consumers go on from the mirror of the recovery site',
  'name-failover': 'the site that public names lead to answers no longer; they lead to the next one',
  'cluster-loss': 'a cluster is gone with all it held; it is rebuilt from the release and restored from its backup',
  'database-copy': 'nothing is lost: rows of the primary are read on the recovery site, in the dumps that it has',
  'bucket-copy': 'nothing is lost: objects of the primary are read on the recovery site, in the copies that it has',
  'cluster-state-copy': 'nothing is lost: the newest backup of a cluster is restored beside, on the recovery site',
} as const;

export type DrillScenarioName = keyof typeof drillScenarios;

export const drillScenarioNames = Object.keys(drillScenarios) as DrillScenarioName[];

/** One line of an environment's schedule. */
export interface ScheduledDrill {
  readonly scenario: DrillScenarioName;
  /** 1 to 366: days after which a passed drill says nothing any more. */
  readonly everyDays: number;
}

/** Where a repository keeps what drills found, one folder an environment. */
export const drillEvidenceFolder = 'evidence/drills';

/** Environment variable that may hold the key that evidence is signed with, as a pipeline gives secrets. */
export const drillKeyVariable = 'EVENKEEL_DRILL_KEY';
