import { aws, far, google, only, type RuleCase } from './words';

export const sitesCases: readonly RuleCase[] = [
  ['one primary', { sites: [aws, { ...google, role: 'primary' }] }, ['PRIMARY_COUNT sites'], { sites: [aws, google] }],
  [
    'no site twice',
    { sites: [aws, { ...aws, role: 'standby', addressSlot: 1 }] },
    ['DUPLICATE_SITE sites[1]'],
    { sites: [aws, { ...aws, role: 'standby', addressSlot: 1, region: 'eu-central-1', accountId: '123456789013' }] },
  ],
  [
    'names fit',
    { name: 'a-very-long-name', ...only(far) },
    ['NAME_TOO_LONG name'],
    { name: 'a-very-long-n', ...only(far) },
  ],
  ['regions exist', only({ ...aws, region: 'eu-west-9' }), ['UNKNOWN_REGION sites[0].region'], only(aws)],
  [
    'regions lie in the jurisdiction',
    only({ ...aws, region: 'us-east-1' }),
    ['OUTSIDE_JURISDICTION sites[0].region'],
    { jurisdiction: 'us', ...only({ ...aws, region: 'us-east-1' }) },
  ],
  [
    'regions have three zones',
    { jurisdiction: 'us', ...only({ ...aws, region: 'us-west-1', pools: { gpu: { enabled: false } } }) },
    ['REGION_ZONES sites[0].region'],
    { jurisdiction: 'us', ...only({ ...aws, region: 'us-west-2' }) },
  ],
  [
    'zones are of the region',
    only({ ...aws, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-2a'] }),
    ['UNKNOWN_ZONE sites[0].zones'],
    only({ ...aws, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] }),
  ],
  [
    'zones differ',
    only({ ...aws, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1b'] }),
    ['REGION_ZONES sites[0].zones'],
    only({ ...aws, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] }),
  ],
];
