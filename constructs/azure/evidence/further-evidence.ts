import { type Evidence, furtherEvidence as further } from '../../contracts';
import { evidence } from './capabilities';

/** The first site of a subscription watches all of it, and gives people their rights; each sends the logs of what it has. */
const isLeft = ({ in: stack, type, where }: Evidence): boolean =>
  stack !== 'governance' &&
  type !== 'azurerm_role_management_policy' &&
  !(type === 'azurerm_role_definition' && where !== undefined);

/** Where promises show on a further site of a subscription. */
export const furtherEvidence = further(evidence, isLeft);
