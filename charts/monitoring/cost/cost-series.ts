/** What cost becomes in Prometheus. USD at list prices; a month has 730 hours where a series is one of a month. */
export const costSeries = {
  /** By `node` and `pool`: how much of its list price a machine costs. */
  priceShare: 'evenkeel:machine_price_share:ratio',
  /** By `node`, `pool` and `instance_type`. */
  machine: 'evenkeel:machine_cost:usd_per_hour',
  /** Of all volumes, whether a pod uses them or not. */
  volumes: 'evenkeel:volume_cost:usd_per_hour',
  /** Machines and volumes: all that the cluster can see. */
  cluster: 'evenkeel:cluster_cost:usd_per_hour',
  /** By `namespace`, `pod`, `pool` and `resource`: what it asked for or used, whichever is more. */
  pod: 'evenkeel:pod_cost:usd_per_hour',
  /** 1, by `namespace` and `service`. */
  namespaceService: 'evenkeel:namespace_service:info',
  /** By `service`, `pool` and `resource`. */
  service: 'evenkeel:service_cost:usd_per_hour',
  /** By `pool`: of its machines, what no pod has. */
  idle: 'evenkeel:pool_idle_cost:usd_per_hour',
  /** By `service` and `resource`: used, of what was asked for. */
  used: 'evenkeel:service_used:ratio',
  /** By `pool`. */
  gpu: 'evenkeel:gpu_cost:usd_per_hour',
  /** By `pool`: of GPUs, what did not compute. */
  gpuIdle: 'evenkeel:gpu_idle_cost:usd_per_hour',
  month: 'evenkeel:month:number',
  /** Since the month began. */
  spent: 'evenkeel:cluster_cost_month_to_date:usd',
  /** By `service`. */
  serviceSpent: 'evenkeel:service_cost_month_to_date:usd',
  /** What the month will have cost when it goes on as the last day did. */
  forecast: 'evenkeel:cluster_cost_forecast:usd',
  serviceForecast: 'evenkeel:service_cost_forecast:usd',
} as const;

/** What the build says of cost, as constant series: they change with the next build. */
export const estimateSeries = {
  /** By `pool`. */
  pool: 'evenkeel:pool_estimate:usd_per_month',
  /** By `service` and `pool`: of pods that run all month, and of volumes. */
  service: 'evenkeel:service_estimate:usd_per_month',
  /** What the site pays for outside of its cluster's machines and volumes. */
  elsewhere: 'evenkeel:elsewhere_estimate:usd_per_month',
  /** What the site may cost. */
  budget: 'evenkeel:budget:usd_per_month',
} as const;

/** In the place of a pool: machines that any pod may run on, and volumes. */
export const anyPool = 'any';
export const volumePool = 'volumes';
