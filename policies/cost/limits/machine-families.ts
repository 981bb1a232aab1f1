import { isSitePublicCloud, type Site } from '../../../environments/model';
import type { BudgetConfig } from '../../../environments/schema/budget-schema';
import { machineFamily } from '../machine-family';
import type { Breach } from './breach';

/** Pools whose machines are, or may be, of a family that the budget does not name for their cloud. */
export function strangeFamilies(site: Site, { machineFamilies }: BudgetConfig): Breach[] {
  if (!isSitePublicCloud(site)) return [];
  const { cloud } = site;
  const allowed = machineFamilies?.[cloud];
  if (!allowed) return [];
  return site.pools.flatMap(({ name, machineType, automatic }): Breach[] => {
    const types = automatic ? automatic.machines.map(({ type }) => type) : [machineType];
    const strange = [...new Set(types.map(machineFamily[cloud]))].filter((family) => !allowed.includes(family));
    if (strange.length === 0) return [];
    return [
      {
        limit: 'machineFamilies',
        code: 'COST_MACHINE_FAMILY',
        site: site.name,
        place: `budget.machineFamilies.${cloud}`,
        subject: `${site.name} pools.${name}`,
        message: `its machines ${automatic ? 'may be' : 'are'} of ${strange.join(', ')}`,
        value: types,
        allowed,
        fix: `name a machine of an allowed family in pools.${name}, narrow what an automatic pool may take, or allow the family`,
      },
    ];
  });
}
