import { aws, only, type RuleCase, signIn } from './words';

export const servicesCases: readonly RuleCase[] = [
  [
    'a service can keep its objectives',
    { ...only(aws), services: { tracking: { objectives: { p95Ms: 5, availabilityPercent: 99.999 } } } },
    [
      'OBJECTIVE_UNREACHABLE services.tracking.objectives.availabilityPercent',
      'OBJECTIVE_UNREACHABLE services.tracking.objectives.p95Ms',
    ],
    { ...only(aws), services: { tracking: { objectives: { p95Ms: 200, availabilityPercent: 99.9 } } } },
  ],
  [
    'somebody asks people who they are before they see restricted data',
    { ...only(aws), dataClass: 'restricted', services: { tracking: {} } },
    ['SERVICE_CONFLICT services.tracking.authentication'],
    { ...only(aws), dataClass: 'restricted', services: { tracking: { authentication: 'basic' } } },
  ],
  [
    'what was asked about people lies under a key of its own where data is restricted',
    { ...only(aws), dataClass: 'restricted', services: { serving: { trail: {}, ownKey: false } } },
    ['SERVICE_CONFLICT services.serving.trail.inputs'],
    { ...only(aws), dataClass: 'restricted', services: { serving: { trail: { inputs: false }, ownKey: false } } },
  ],
  [
    'a limit of users is for a route whose users are known, and settings of a route for one that is there',
    {
      ...only(aws),
      services: {
        tracking: {},
        gateway: {
          ...signIn,
          userLimit: { routes: { mlflow: { requestsPerMinute: 5 }, models: { requestsPerMinute: 5 } } },
          waf: {
            reviewed: '2026-11-01',
            exemptions: [{ route: 'mlflo', reason: 'uploads of code', until: '2026-12-01' }],
          },
        },
      },
    },
    [
      'SERVICE_CONFLICT services.gateway.userLimit.routes.mlflow',
      'SERVICE_CONFLICT services.gateway.userLimit.routes.models',
      'SERVICE_CONFLICT services.gateway.waf.exemptions.0.route',
    ],
    {
      ...only(aws),
      services: {
        tracking: {},
        gateway: {
          ...signIn,
          userLimit: { routes: { mlflow: { requestsPerMinute: 5, header: 'x-tenant' } } },
          waf: {
            reviewed: '2026-11-01',
            exemptions: [{ route: 'mlflow', reason: 'uploads of code', until: '2026-12-01' }],
          },
        },
      },
    },
  ],
];
