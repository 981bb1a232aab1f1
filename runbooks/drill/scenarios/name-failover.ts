import type { DrillScenario } from '../drill';

export const nameFailover: DrillScenario = {
  name: 'name-failover',
  title: 'Public names leave a site that answers no longer',
  loss: 'The edge of the site that public names lead to answers no more.',
  marker: 'Requests to the public name with the marker, into one store behind all sites: names are tried, not data.',
  readBack: 'A request to the public name, by the records as the zone has them.',
  mechanism: 'Failover records, each with the health check of its site.',
  switchedOff: 'The records have no health check.',
  checks: ['names lead to the next site by the runbook, too', 'names come back to the first site'],
  proof: 'tests/proof/dns-drill.proof.ts',
};
