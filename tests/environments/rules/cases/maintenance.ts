import { aws, azure, only, primary, type RuleCase } from './words';

export const maintenanceCases: readonly RuleCase[] = [
  [
    'the window is long enough for every cloud',
    { maintenance: { window: { days: ['saturday'], hours: 8 } } },
    ['MAINTENANCE_WINDOW maintenance.window'],
    { maintenance: { window: { days: ['saturday'], hours: 12 } } },
  ],
  [
    'a freeze begins before it ends',
    { maintenance: { freezes: [{ from: '2027-01-04', until: '2026-12-18', reason: 'end of the year' }] } },
    ['MAINTENANCE_FREEZE maintenance.freezes[0]'],
    { maintenance: { freezes: [{ from: '2026-12-18', until: '2027-01-04', reason: 'end of the year' }] } },
  ],
  [
    'a freeze is not longer than engines put patches off',
    { maintenance: { freezes: [{ from: '2026-10-01', until: '2026-12-31', reason: 'a busy quarter' }] } },
    ['MAINTENANCE_FREEZE maintenance.freezes[0]'],
    { maintenance: { freezes: [{ from: '2026-10-01', until: '2026-12-30', reason: 'a busy quarter' }] } },
  ],
  [
    'no day is frozen twice',
    {
      maintenance: {
        freezes: [
          { from: '2026-12-01', until: '2026-12-20', reason: 'sales' },
          { from: '2026-12-19', until: '2027-01-04', reason: 'end of the year' },
        ],
      },
    },
    ['MAINTENANCE_FREEZE maintenance.freezes[1]'],
    {
      maintenance: {
        freezes: [
          { from: '2026-12-01', until: '2026-12-19', reason: 'sales' },
          { from: '2026-12-19', until: '2027-01-04', reason: 'end of the year' },
        ],
      },
    },
  ],
  [
    'a freeze lies within the support of the version',
    { maintenance: { freezes: [{ from: '2030-12-18', until: '2031-01-04', reason: 'end of the year' }] } },
    ['MAINTENANCE_FREEZE maintenance.freezes[0]'],
    {},
  ],
  [
    'no cloud has stopped to support the Kubernetes version',
    { kubernetesVersion: '1.33', ...only(primary(azure)) },
    ['KUBERNETES_SUPPORT kubernetesVersion'],
    { kubernetesVersion: '1.34', ...only(primary(azure)) },
  ],
  [
    'every cloud offers the Kubernetes version',
    { kubernetesVersion: '1.37', sites: [aws, azure] },
    ['KUBERNETES_VERSION kubernetesVersion'],
    { kubernetesVersion: '1.35', sites: [aws, azure] },
  ],
];
