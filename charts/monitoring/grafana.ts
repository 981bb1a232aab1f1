/** First label of its host name on every site. */
export const grafanaHost = 'grafana';
/** Name and port of its Kubernetes Service, which its chart makes. */
export const grafanaService = { name: 'grafana', port: 80 } as const;
