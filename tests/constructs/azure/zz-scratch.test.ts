import { writeFileSync, mkdirSync } from 'node:fs';
import { synthesize, resourceCounts } from './azure-stacks';
import { platform } from '../../../constructs/azure';
import { checkParity } from '../../../policies/parity';
import { promises } from '../../../policies/promises';
import { azureSite } from '../../fixtures/sites';
import { tracking } from '../../../services';

it.each([['full', {}], ['frugal', { deletionProtection: false, natGateways: 'single' as const, ci: undefined, operatorCidrs: [], services: { tracking: tracking.config.parse({ highlyAvailable: false, size: 'small', ownKey: false }) } }]])('writes %s', (name, overrides) => {
  const stacks = synthesize(overrides);
  for (const [stack, json] of Object.entries(stacks)) {
    mkdirSync(`/tmp/az/run/${name}-${stack}`, { recursive: true });
    writeFileSync(`/tmp/az/run/${name}-${stack}/cdk.tf.json`, JSON.stringify(json, null, 1));
    console.log(name, stack, JSON.stringify(resourceCounts(json), null, 1));
  }
  console.log(checkParity({ stacks, manifests: [] }, platform.evidence, promises(azureSite(overrides))).filter(({ status }) => status === 'broken'));
});
