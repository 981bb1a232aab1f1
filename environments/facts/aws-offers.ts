import type { RecordedOffers } from './cloud-facts';

/**
 * What EC2 itself answered for every region (`DescribeInstanceTypeOfferings`, by zone), as recorded by the project moto
 * 5.2.5 (github.com/getmoto/moto, `moto/ec2/resources/instance_type_offerings`), of the families that stand in `aws.ts`.
 * Letters of zones are each account's own, so only their number carries over.
 */
const fewerZones: RecordedOffers['fewerZones'] = {
  'af-south-1': { m7a: 0, r7i: 0, g4dn: 2, g5: 0, g6: 0, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'ap-east-1': { m7a: 0, r7i: 0, g5: 2, g6: 0, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'ap-northeast-1': { g5: 2, g6: 2, p4d: 2, 'p5.4xlarge': 1, 'p5.48xlarge': 2 },
  'ap-northeast-2': { m7a: 0, g4dn: 3, g5: 3, g6: 3, p4d: 2, 'p5.4xlarge': 0, 'p5.48xlarge': 1 },
  'ap-northeast-3': { m7a: 0, g4dn: 2, g5: 0, g6: 0, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'ap-south-1': { m7a: 0, g5: 2, g6: 2 },
  'ap-south-2': { m7a: 0, g4dn: 0, g5: 0, g6: 2, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'ap-southeast-1': { m7a: 0, g5: 0, g6: 0, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'ap-southeast-2': { g5: 2, p4d: 2, 'p5.4xlarge': 1 },
  'ap-southeast-3': { m7a: 0, g4dn: 0, g5: 2, g6: 0, p4d: 0, 'p5.4xlarge': 1, 'p5.48xlarge': 1 },
  'ap-southeast-4': { m6i: 0, m7a: 0, c7g: 0, g4dn: 0, g5: 0, g6: 0, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'ap-southeast-5': { m7a: 0, g4dn: 0, g5: 0, g6: 2, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'ca-central-1': { m7a: 0, g4dn: 2, g5: 2, p4d: 2, 'p5.4xlarge': 0, 'p5.48xlarge': 1 },
  'ca-west-1': {
    m7i: 0,
    m7a: 0,
    m7g: 0,
    m8g: 2,
    c7i: 2,
    r7i: 0,
    g4dn: 0,
    g5: 0,
    g6: 0,
    p4d: 0,
    'p5.4xlarge': 0,
    'p5.48xlarge': 0,
  },
  'eu-central-1': { 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'eu-central-2': { m7a: 0, c7g: 2, r7i: 0, g4dn: 0, g5: 0, g6: 2, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'eu-north-1': { g5: 2, g6: 2, p4d: 1 },
  'eu-south-1': { m7a: 0, m7g: 0, g4dn: 2, g5: 0, g6: 0, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'eu-south-2': { m6i: 0, g4dn: 0, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'eu-west-1': { g6: 0, p4d: 1, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'eu-west-2': { m6i: 3, m7a: 3, g4dn: 3, g5: 2, g6: 3, p4d: 2, 'p5.4xlarge': 3, 'p5.48xlarge': 3 },
  'eu-west-3': { m7a: 0, g6: 2, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'il-central-1': { m7a: 0, m8g: 0, c7i: 2, r7i: 0, g4dn: 0, g6: 0, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'me-central-1': { m7a: 0, c7g: 0, r7i: 0, g4dn: 0, g5: 2, g6: 2, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'me-south-1': { m7i: 0, m7a: 0, c7i: 0, r7i: 0, g4dn: 2, g5: 0, g6: 0, p4d: 0, 'p5.4xlarge': 0, 'p5.48xlarge': 0 },
  'sa-east-1': { m7a: 0, g5: 2, g6: 2, p4d: 2, 'p5.4xlarge': 1, 'p5.48xlarge': 1 },
  'us-east-1': {
    m6i: 5,
    m7i: 5,
    m7a: 5,
    m7g: 5,
    m8g: 5,
    c7i: 5,
    c7g: 5,
    r7i: 5,
    r7g: 5,
    g4dn: 5,
    g5: 5,
    g6: 5,
    p4d: 4,
  },
  'us-east-2': {},
  'us-west-1': { m7a: 0, g5: 0, g6: 0, p4d: 0, 'p5.4xlarge': 0 },
  'us-west-2': { g4dn: 3, g5: 3 },
};

export const awsOffers: RecordedOffers = {
  source: 'EC2 DescribeInstanceTypeOfferings as recorded in moto 5.2.5',
  asOf: '2026-11-21',
  fewerZones,
};
