import { labelsAt } from '../resource';
import type { Tagging } from '../tagging';

export const googleTagging: Tagging = {
  // Its `tags` are those of the resource manager, by which nothing is billed.
  field: 'labels',
  defaults: 'default_labels',
  elsewhere: {
    google_container_cluster: ({ values }) => [labelsAt(values, 'resource_labels')],
    // GKE gives machines and disks the labels of their cluster and of their pool.
    google_container_node_pool: ({ values }, { referred }) => [
      {
        ...labelsAt(referred(values.cluster)?.values, 'resource_labels'),
        ...labelsAt(values, 'node_config.resource_labels'),
      },
    ],
    google_monitoring_alert_policy: ({ values }) => [labelsAt(values, 'user_labels')],
    google_sql_database_instance: ({ values }) => [labelsAt(values, 'settings.user_labels')],
  },
  untagged: [
    'google_backup_dr_backup_plan_association',
    'google_compute_backend_service',
    'google_compute_network',
    'google_compute_network_peering',
    'google_compute_reservation',
    'google_compute_router_nat',
    'google_compute_security_policy',
    'google_compute_subnetwork',
    'google_logging_project_bucket_config',
    'google_secret_manager_secret_version',
    'google_storage_insights_report_config',
    'google_storage_transfer_job',
  ],
};
