/**
 * Services that people work with and nothing serves from: they give way when machines are scarce, and may rest at night.
 * What answers products (serving, llm, featureStore, the gateway), takes in events (streaming) or watches (monitoring,
 * modelMonitoring, whose measures arrive at night) is not among them. Their state lies in databases and buckets, which keep the priority of a service.
 */
export const forPeople = ['tracking', 'workbench', 'orchestration'] as const;
