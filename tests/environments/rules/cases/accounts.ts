import { siteInputs } from '../../../fixtures/environment';
import {
  aws,
  awsNext,
  google,
  googleFirst,
  googleNext,
  organisationRole,
  organisationTrail,
  type RuleCase,
} from './words';

export const accountsCases: readonly RuleCase[] = [
  [
    'rights of people hold in a whole project, whichever of its sites gives them',
    { sites: [googleFirst, { ...googleNext, people: { ...google.people, viewers: [] } }] },
    ['ACCOUNT_PEOPLE sites[1].people'],
    { sites: [googleFirst, googleNext] },
  ],
  [
    'sites in one account of AWS have people of their own',
    { sites: [aws, { ...awsNext, organisationTrail }] },
    ['ORGANISATION_TRAIL sites[1].organisationTrail'],
    {
      sites: [
        { ...aws, organisationTrail },
        { ...awsNext, people: { ...aws.people, viewers: [] } },
      ],
    },
  ],
  [
    'the first site of an account binds it',
    { governance: { guardrails: 'account' }, sites: [aws, { ...awsNext, organisationRole }] },
    ['GUARDRAILS_ROLE sites[0].organisationRole'],
    { governance: { guardrails: 'account' }, sites: [{ ...aws, organisationRole }, awsNext] },
  ],
  [
    'the trail of an organisation is kept once on a cloud',
    {
      sites: [
        { ...aws, organisationTrail },
        {
          ...aws,
          role: 'standby',
          addressSlot: 1,
          region: 'eu-central-1',
          accountId: '123456789013',
          organisationTrail,
        },
      ],
    },
    ['ORGANISATION_TRAIL sites[1].organisationTrail'],
    { sites: [{ ...aws, organisationTrail }] },
  ],
  [
    'the trail of an organisation is a trail of the site',
    { governance: { detection: 'organisation' }, sites: [{ ...aws, organisationTrail }] },
    ['ORGANISATION_TRAIL sites[0].organisationTrail'],
    { sites: [{ ...aws, organisationTrail }] },
  ],
  [
    'what is free to delete says why it keeps the trail of everybody',
    { deletionProtection: false, sites: [{ ...aws, organisationTrail }] },
    ['ORGANISATION_TRAIL sites[0].organisationTrail.because'],
    {
      deletionProtection: false,
      sites: [{ ...aws, organisationTrail: { ...organisationTrail, because: 'the organisation is a rehearsal' } }],
    },
  ],
  [
    'who keeps the trail of an organisation in a protected environment needs no reason',
    { sites: [{ ...aws, organisationTrail: { ...organisationTrail, because: 'the organisation is a rehearsal' } }] },
    ['ORGANISATION_TRAIL sites[0].organisationTrail.because'],
    { sites: [{ ...aws, organisationTrail }] },
  ],
  [
    'who may delete the trail of a protected environment says why',
    { governance: { trailRetention: 'administered' } },
    ['GOVERNANCE_CONFLICT governance.administeredBecause'],
    { governance: { trailRetention: 'administered', administeredBecause: 'the first month in this account' } },
  ],
  [
    'an environment that is free to delete locks nothing',
    { deletionProtection: false, governance: { trailRetention: 'locked' } },
    ['GOVERNANCE_CONFLICT governance.trailRetention'],
    { deletionProtection: false },
  ],
  [
    'a reason has something to explain',
    { governance: { administeredBecause: 'the first month in this account' } },
    ['GOVERNANCE_CONFLICT governance.administeredBecause'],
    {},
  ],
  [
    'nothing is said of what the organisation keeps',
    { governance: { detection: 'organisation', alertsTo: ['pager@example.com'], threatDetection: false } },
    ['GOVERNANCE_CONFLICT governance.alertsTo', 'GOVERNANCE_CONFLICT governance.threatDetection'],
    { governance: { detection: 'organisation' } },
  ],
  [
    'an account is shared with others',
    { sites: [{ ...siteInputs.aws, sharesAccount: { with: ['test'], because: 'a sandbox beside it' } }] },
    ['ACCOUNT_SHARED_WITH sites[0].sharesAccount.with'],
    { sites: [{ ...siteInputs.aws, sharesAccount: { with: ['other'], because: 'a sandbox beside it' } }] },
  ],
  [
    'an account of AWS is bound by its organisation',
    { governance: { guardrails: 'account' } },
    ['GUARDRAILS_ROLE sites[0].organisationRole'],
    {
      governance: { guardrails: 'account' },
      sites: [{ ...siteInputs.aws, organisationRole: 'arn:aws:iam::999999999999:role/guardrails' }],
    },
  ],
];
