import { blueprintPages } from './blueprint-page';
import { configurationPage } from './configuration';
import { environmentJsonSchema } from './environment-json-schema';
import { errorsPage } from './errors';
import { exemptionsPage } from './exemptions-page';
import { operatorsPage } from './operators-page';
import type { Page } from './page';
import { layersPicture, stacksPicture } from './pictures';
import { recoveryPage } from './recovery-page';
import { runbookPages } from './runbook-pages';
import { servicePages, servicesPage } from './service-page';

/** Everything that is generated, by file. */
export const pages: readonly Page[] = [
  {
    path: 'environments/schema/environment.schema.json',
    content: () => `${JSON.stringify(environmentJsonSchema(), null, 2)}\n`,
  },
  { path: 'docs/reference/configuration.md', content: configurationPage },
  { path: 'docs/reference/errors.md', content: errorsPage },
  { path: 'docs/reference/exemptions.md', content: exemptionsPage },
  { path: 'docs/reference/services.md', content: servicesPage },
  ...servicePages,
  ...blueprintPages,
  ...runbookPages,
  { path: 'docs/reference/operators.md', content: operatorsPage },
  { path: 'docs/reference/recovery.md', content: recoveryPage },
  { path: 'docs/reference/bills.md', slow: true, content: async () => (await import('./bills-page')).billsPage() },
  {
    path: 'docs/reference/savings.md',
    slow: true,
    content: async () => (await import('./savings-page')).savingsPage(),
  },
  // The clouds' providers take seconds to load, so only this page brings them in.
  { path: 'docs/reference/parity.md', content: async () => (await import('./parity')).parityPage() },
  {
    path: 'docs/reference/permissions.md',
    content: async () => (await import('./permissions-page')).permissionsPage(),
  },
  { path: 'docs/pictures/layers.svg', content: layersPicture },
  { path: 'docs/pictures/stacks.svg', content: stacksPicture },
];
