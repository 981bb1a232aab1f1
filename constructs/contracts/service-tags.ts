import { kebabCase } from '../../environments/model';
import { services } from '../../services';

/** Whose something is: in kebab case, as tags and labels of every cloud take it. */
export interface ServiceTags {
  readonly service: string;
  /** Default: it is of the service, and of no single need of it. */
  readonly need?: string;
}

/** The longest first: a name may begin with another. */
const serviceNames = Object.keys(services)
  .map(kebabCase)
  .sort((a, b) => b.length - a.length);

/**
 * Service and need of what is made below `<stack>/<service>/<need>`, or `<stack>/<service>-<need>` for what belongs to a need.
 * `undefined`: it serves all of them.
 * @param path of a construct, from its stack on
 */
export function serviceTagsOf(path: string): ServiceTags | undefined {
  const [, first = '', second] = path.split('/');
  const service = serviceNames.find((name) => first === name || first.startsWith(`${name}-`));
  if (service === undefined) return undefined;
  const need = first === service ? second : first.slice(service.length + 1);
  return { service, ...(need ? { need } : {}) };
}
