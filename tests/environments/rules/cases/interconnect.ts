import { aws, azure, azureSecond, google, local, names, only, type RuleCase } from './words';

export const interconnectCases: readonly RuleCase[] = [
  [
    'links join sites that are there',
    { interconnect: { links: [{ between: [names.aws, 'test-aws-eu-west-3'] }] } },
    ['UNKNOWN_SITE interconnect.links[0].between'],
    { interconnect: { links: [{ between: [names.aws, names.google] }] } },
  ],
  [
    'links join two sites, each pair once',
    {
      interconnect: {
        links: [
          { between: [names.aws, names.aws] },
          { between: [names.aws, names.google] },
          { between: [names.google, names.aws] },
        ],
      },
    },
    ['INTERCONNECT_SITE interconnect.links[0].between', 'INTERCONNECT_SITE interconnect.links[2].between'],
    { interconnect: { links: [{ between: [names.google, names.aws] }, { between: [names.google, names.azure] }] } },
  ],
  [
    'links need sites with a network',
    {
      interconnect: { links: [{ between: [names.aws, 'test-local'] }] },
      sites: [aws, google, { ...local, role: 'standby' }],
    },
    ['INTERCONNECT_SITE interconnect.links[0].between'],
    {
      interconnect: { links: [{ between: [names.aws, names.google] }] },
      sites: [aws, google, { ...local, role: 'standby' }],
    },
  ],
  [
    'one site has nothing to be joined to',
    { interconnect: {}, ...only(aws) },
    ['INTERCONNECT_SITE interconnect.links'],
    only(aws),
  ],
  [
    'sites on one cloud that are joined are in one tenant of it',
    { interconnect: {}, sites: [aws, azure, { ...azureSecond, tenantId: '00000000-0000-4000-8000-000000000009' }] },
    ['INTERCONNECT_TENANT interconnect.links'],
    { interconnect: {}, sites: [aws, azure, azureSecond] },
  ],
  [
    'a peering needs neither a BGP number nor addresses inside tunnels',
    { interconnect: { asns: { [names.azure]: 65_515 } }, sites: [aws, azure, { ...azureSecond, addressSlot: 9 }] },
    ['INTERCONNECT_ADDRESSES interconnect.links', `INTERCONNECT_ASN interconnect.asns.${names.azure}`],
    {
      interconnect: { asns: { [names.azure]: 65_515 } },
      sites: [
        { ...azure, role: 'primary' },
        { ...azureSecond, addressSlot: 9 },
      ],
    },
  ],
  [
    'tunnels have addresses inside',
    { interconnect: {}, sites: [aws, { ...azure, addressSlot: 9 }] },
    ['INTERCONNECT_ADDRESSES interconnect.links'],
    { interconnect: {}, sites: [aws, { ...azure, addressSlot: 7 }] },
  ],
  [
    'gateways are in the networks of their sites',
    { interconnect: { gatewayAddresses: { [names.google]: ['10.4.3.2', '10.8.3.2'], 'test-aws': ['10.0.0.9'] } } },
    [
      `INTERCONNECT_GATEWAY interconnect.gatewayAddresses.${names.google}`,
      'UNKNOWN_SITE interconnect.gatewayAddresses',
    ],
    { interconnect: { gatewayAddresses: { [names.google]: ['10.4.3.2'], [names.aws]: ['10.0.0.9'] } } },
  ],
  [
    'joined sites have BGP numbers of their own',
    { interconnect: { asns: { [names.google]: 64_600, [names.azure]: 65_515, 'test-local': 64_900 } } },
    [
      'UNKNOWN_SITE interconnect.asns',
      `INTERCONNECT_ASN interconnect.asns.${names.google}`,
      `INTERCONNECT_ASN interconnect.asns.${names.azure}`,
    ],
    { interconnect: { firstAsn: 64_900, asns: { [names.google]: 64_600 } } },
  ],
];
