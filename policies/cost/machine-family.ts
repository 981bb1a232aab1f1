import type { Cloud } from '../../environments/facts';

/** Family of a machine type, as each cloud names it. */
export const machineFamily: { readonly [C in Cloud]: (type: string) => string } = {
  // m7i.2xlarge
  aws: (type) => type.split('.')[0] ?? type,
  // n4-standard-8
  google: (type) => type.split('-')[0] ?? type,
  // Standard_D8s_v6: the Dsv6 series; Standard_NV36ads_A10_v5: NVadsA10v5
  azure: (type) => type.replace(/^Standard_([A-Z]+)\d+/, '$1').replaceAll('_', ''),
};
