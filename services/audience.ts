/**
 * Services that people work with and nothing serves from: they give way when machines are scarce. What answers
 * products (serving, llm, featureStore, the gateway), takes in events (streaming) or watches (monitoring, modelMonitoring)
 * is not among them. Their state lies in databases and buckets, which keep the priority of a service.
 */
export const forPeople = ['tracking', 'workbench', 'orchestration'] as const;
