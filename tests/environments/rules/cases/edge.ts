import {
  aws,
  awsSecond,
  azureFirst,
  azureSecond,
  edge,
  google,
  local,
  names,
  type RuleCase,
  served,
  servedBy,
  signIn,
} from './words';

export const edgeCases: readonly RuleCase[] = [
  [
    'public routes are there, and guarded',
    {
      edge: { routes: ['models/churn', 'models/none'] },
      services: { ...served, gateway: { edgeCertificate: 'entered' } },
    },
    ['EDGE_ROUTE edge.routes', 'EDGE_ROUTE edge.routes[1]'],
    { edge, services: served },
  ],
  [
    'a route that lets everybody through is not public',
    { edge: { routes: ['models/churn'] }, services: servedBy('service') },
    ['EDGE_ROUTE edge.routes[0]'],
    { edge, services: servedBy('programs') },
  ],
  [
    "hosts of services are not the edge's own",
    {
      edge: { routes: ['edge-models/churn'] },
      services: { ...served, serving: { ...served.serving, host: 'edge-models' } },
    },
    ['EDGE_ROUTE edge.routes[0]'],
    { edge, services: served },
  ],
  [
    'an edge is on clouds',
    { edge, services: served, sites: [local] },
    ['EDGE_SITE edge'],
    { edge, services: served, sites: [aws, awsSecond] },
  ],
  [
    'sites that one edge leads to take over one after the other',
    { edge, services: served, sites: [azureFirst, { ...aws, role: 'standby' }, azureSecond] },
    ['EDGE_SITE edge'],
    { edge, services: served, sites: [azureFirst, azureSecond, { ...aws, role: 'standby' }] },
  ],
  [
    'the public zone is in the account of a site',
    { edge: { ...edge, dns: { by: 'azure' } }, services: served, sites: [aws, google] },
    ['EDGE_DNS edge.dns.by'],
    { edge: { ...edge, dns: { by: 'azure' } }, services: served },
  ],
  [
    'the zone above can delegate',
    { edge: { ...edge, dns: { parent: { zone: 'example.org', id: 'example-org' } } }, services: served },
    ['EDGE_DNS edge.dns.parent.zone', 'EDGE_DNS edge.dns.parent.id'],
    { edge: { ...edge, dns: { parent: { zone: 'ml.example.com', id: 'Z0123456789' } } }, services: served },
  ],
  [
    'names follow health checks where the DNS can',
    { edge: { ...edge, dns: { by: 'google' } }, services: served },
    ['EDGE_FAILOVER edge.failover'],
    { edge: { ...edge, dns: { by: 'google' }, failover: 'manual' }, services: served },
  ],
  [
    'a paid level of protection is there to buy',
    { edge: { ...edge, ddos: 'advanced' }, services: served },
    ['EDGE_DDOS edge.ddos'],
    { edge: { ...edge, ddos: 'advanced' }, services: served, sites: [aws, google] },
  ],
  [
    'an edge reaches its site privately',
    { edge, services: served, sites: [{ ...azureFirst, region: 'polandcentral' }] },
    ['EDGE_REGION sites[0].region'],
    { edge, services: served, sites: [azureFirst] },
  ],
  [
    'every edge believes the gateway',
    { edge, services: { ...served, gateway: signIn } },
    ['EDGE_CERTIFICATE services.gateway.edgeCertificate'],
    { edge, services: { ...served, gateway: signIn }, sites: [aws, google] },
  ],
  [
    'the active site is one of the environment, and gateways are in the networks of their sites',
    { edge: { ...edge, active: 'test-aws', gatewayAddresses: { [names.aws]: ['10.4.3.2'] } }, services: served },
    ['UNKNOWN_SITE edge.active', `EDGE_GATEWAY edge.gatewayAddresses.${names.aws}`],
    { edge: { ...edge, active: names.google, gatewayAddresses: { [names.aws]: ['10.0.3.2'] } }, services: served },
  ],
];
