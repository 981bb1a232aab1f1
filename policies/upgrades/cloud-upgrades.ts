import type { Cloud } from '../../environments/model';

/** How clusters of one cloud come to a later minor version, and what cannot be taken back. */
export interface ClusterUpgrade {
  /** Minor versions that machines may be behind the control plane. */
  readonly machinesBehind: number;
  /** Who moves the machines once the control plane has moved. */
  readonly machines: string;
  /** Add-ons that the cloud keeps. */
  readonly addOns: string;
  /** What is asked before; `<site>` and the like are filled in. */
  readonly look: readonly string[];
  readonly wayBack: string;
  /** What a version costs more after its standard support. Default: nothing can be bought on clusters as they are here. */
  readonly extendedUsdPerClusterHour?: number;
  /** Where it is to be looked up. */
  readonly source: string;
}

/** What a cloud's own Kafka does by itself. */
export interface KafkaUpgrade {
  readonly who: string;
  readonly wayBack: string;
  readonly source: string;
}

/** What a major version of PostgreSQL asks for, where the server stands. */
export interface PostgresUpgrade {
  readonly how: string;
  readonly copiesForReads: string;
  readonly copiesElsewhere: string;
  readonly otherWay: string;
  readonly source: string;
}

export interface CloudUpgrade {
  readonly kubernetes: ClusterUpgrade;
  readonly kafka: KafkaUpgrade;
  readonly postgres: PostgresUpgrade;
}

const newCluster =
  'the control plane cannot go back: machines of the old version may be made again beside the new ones for as long as the skew allows; beyond that, serve from another site (`evenkeel failover`), and make the cluster anew at the old version (`evenkeel runbook cluster-rebuild`)';

/**
 * From general knowledge, 2026-11; only parts of the pages of RDS and CloudNativePG were read. `source` is where each is to be
 * looked up before somebody relies on it, and plans say so.
 */
export const cloudUpgrades: { readonly [C in Cloud]: CloudUpgrade } = {
  aws: {
    kubernetes: {
      machinesBehind: 3,
      machines:
        'the same apply moves every managed node group after the control plane, a third of its machines at once; Karpenter replaces its machines as drifted, in the window',
      addOns: 'add-ons stay at their version until the `cluster` stack names another one, or makes them anew',
      look: ['aws eks list-insights --cluster-name <site> --filter categories=UPGRADE_READINESS --region <region>'],
      wayBack: newCluster,
      // 0.60 instead of 0.10 USD: aws.amazon.com/eks/pricing, from memory.
      extendedUsdPerClusterHour: 0.5,
      source: 'docs.aws.amazon.com/eks/latest/userguide/update-cluster.html',
    },
    kafka: {
      who: 'MSK rolls its brokers to the version that the `data` stack names',
      wayBack: 'MSK refuses an earlier version: a second cluster, and a mirror into it',
      source: 'docs.aws.amazon.com/msk/latest/developerguide/version-upgrades.html',
    },
    postgres: {
      how: 'in place, by pg_upgrade; every server of it stops together, the standby in the second zone too',
      copiesForReads: 'copies for reads in the region are upgraded along, and are away meanwhile',
      copiesElsewhere: 'a copy in another region follows no server of a later major version',
      otherWay:
        'a blue/green deployment (`aws rds create-blue-green-deployment`) stops writes for about a minute; it is refused beside copies in other regions',
      source: 'docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.MajorVersion.html',
    },
  },
  google: {
    kubernetes: {
      machinesBehind: 2,
      machines:
        'GKE moves node pools in the window, machine by machine with one more at a time; `gcloud container clusters upgrade <site> --node-pool <pool>` does it now',
      addOns: 'GKE moves its own add-ons with the control plane',
      look: [
        'gcloud recommender insights list --insight-type google.container.DiagnosisInsight --location <region> --project <project>',
        'gcloud container get-server-config --region <region> --project <project>',
      ],
      wayBack: newCluster,
      // 0.60 instead of 0.10 USD: cloud.google.com/kubernetes-engine/pricing, from memory.
      extendedUsdPerClusterHour: 0.5,
      source: 'docs.cloud.google.com/kubernetes-engine/docs/how-to/upgrading-a-cluster',
    },
    kafka: {
      who: 'Google upgrades its Managed Service for Apache Kafka by itself, and takes no wish for a version',
      wayBack: 'none: Google decides',
      source: 'docs.cloud.google.com/managed-service-for-apache-kafka/docs/cluster-updates',
    },
    postgres: {
      how: 'in place, by pg_upgrade; the instance is away for ten minutes or more',
      copiesForReads:
        'look at replicas before: Cloud SQL names those that it does not upgrade along, and they are made anew',
      copiesElsewhere: 'a copy in another region follows no server of a later major version',
      otherWay:
        'a second instance that follows by logical replication (Database Migration Service) stops writes for a minute',
      source: 'docs.cloud.google.com/sql/docs/postgres/upgrade-major-db-version-inplace',
    },
  },
  azure: {
    kubernetes: {
      machinesBehind: 3,
      machines:
        'AKS moves node pools in its window; `az aks nodepool upgrade --cluster-name <site> --name <pool> --kubernetes-version <version>` does it now',
      addOns: 'AKS moves its own add-ons with the control plane; read its list of breaking changes of the version',
      look: ['az aks get-upgrades --name <site> --resource-group <site>-cluster'],
      wayBack: newCluster,
      source: 'learn.microsoft.com/azure/aks/upgrade-aks-cluster',
    },
    kafka: {
      who: 'Event Hubs speaks the protocol of Kafka and has no version of its own',
      wayBack: 'none is needed: clients keep their version',
      source: 'learn.microsoft.com/azure/event-hubs/apache-kafka-developer-guide',
    },
    postgres: {
      how: 'in place, by pg_upgrade, after a check that logs what is incompatible; the server is away meanwhile',
      copiesForReads: 'the server must have no replica: they are deleted before, and made anew after it',
      copiesElsewhere: 'a copy in another region is a replica, too: it is deleted before, and made anew after it',
      otherWay: 'a second server, filled by the migration service, stops writes for a minute',
      source: 'learn.microsoft.com/azure/postgresql/flexible-server/concepts-major-version-upgrade',
    },
  },
};

/** Databases of CloudNativePG, on any cloud. */
export const inClusterPostgres: PostgresUpgrade = {
  how: 'in place and offline: the operator stops every server, runs pg_upgrade on the first, and clones the others from it anew',
  copiesForReads: 'copies are cloned anew by the operator',
  copiesElsewhere: 'a copy that follows the archive of another site follows no server of a later major version',
  otherWay: 'a second Cluster that follows by a Publication and a Subscription stops writes for a minute',
  source: 'cloudnative-pg.io/docs/1.30/postgres_upgrades',
};
