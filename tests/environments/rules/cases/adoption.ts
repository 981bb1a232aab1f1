import type { EnvironmentInput } from '../../../../environments/schema';
import { adoptedInputs, adoptedRegistries, ownImages } from '../../../fixtures/adopted-sites';
import {
  adoptedData,
  adoptedVnet,
  adoptedVpc,
  aws,
  google,
  imported,
  only,
  type RuleCase,
  vpc,
  withData,
} from './words';

export const adoptionCases: readonly RuleCase[] = [
  [
    'adopted subnets lie in the range',
    withData({ cidr: '172.31.0.0/24' }),
    [`ADOPT_RANGE ${adoptedData}`],
    withData({}),
  ],
  ['adopted subnets have room', withData({ cidr: '172.20.48.0/29' }), [`ADOPT_TOO_SMALL ${adoptedData}`], withData({})],
  [
    'adopted subnets have one purpose each',
    withData({ id: vpc.subnets.nodes[0]?.id }),
    [`ADOPT_TWICE ${adoptedData}`],
    withData({}),
  ],
  [
    'adopted things lie where the site lies',
    only({ ...aws, adopt: { keys: { data: adoptedInputs.aws.keys.data.replace('eu-west-1', 'eu-west-3') } } }),
    ['ADOPT_PLACE sites[0].adopt.keys.data'],
    only({ ...aws, adopt: { keys: { data: adoptedInputs.aws.keys.data } } }),
  ],
  [
    'adopted registries have repositories that can be looked at',
    only({ ...aws, adopt: { registry: adoptedRegistries.aws } }),
    ['ADOPT_REGISTRY sites[0].adopt.registry'],
    { ...only({ ...aws, adopt: { registry: adoptedRegistries.aws } }), ...ownImages },
  ],
  [
    'adopted networks are joined by their owner',
    { interconnect: {}, sites: [adoptedVpc, google] as EnvironmentInput['sites'] },
    ['ADOPT_INTERCONNECT sites[0].adopt.network'],
    { sites: [adoptedVpc, google] as EnvironmentInput['sites'] },
  ],
  [
    'somebody comes into an adopted network of Azure',
    only(adoptedVnet),
    ['ADOPT_NO_WAY_IN operatorCidrs'],
    { ...only(adoptedVnet), operatorCidrs: ['192.168.0.0/24'] },
  ],
  [
    'imports have addresses of their own',
    only({ ...aws, import: [imported, imported] }),
    ['IMPORT_TWICE sites[0].import[1]'],
    only({ ...aws, import: [imported] }),
  ],
];
