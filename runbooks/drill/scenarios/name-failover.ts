import type { DrillScenario } from '../drill';

export const nameFailover: DrillScenario = {
  name: 'name-failover',
  title: 'Public names leave a site that answers no longer',
  loss: 'The edge of the site that public names lead to answers no more.',
  runbook: 'failover',
  marker: 'A word that every site answers with, fresh for the drill.',
  readBack: 'A request to the public name, by the records as the zone has them.',
  mechanism: 'Failover records, each with the health check of its site.',
  switchedOff: 'Names that lead to one site, and follow no check.',
  checks: ['names lead to the next site by the runbook, too', 'names come back to the first site'],
  proof: 'tests/proof/dns-drill.proof.ts',
};
