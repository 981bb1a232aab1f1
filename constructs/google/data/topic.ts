import { type CloudNeedProvider, topicNames } from '../../contracts';
import type { GoogleTypes } from '../types';
import { clientOf, clientRole } from './kafka-client';

/** A topic of the site's cluster, which makes it together with the rules that say who may use it. */
export const topic: CloudNeedProvider<'topic', GoogleTypes> = {
  bind: (request) => ({ ...clientOf(request), ...topicNames(request) }),
  manifests: () => {},
  provision: () => ({ serviceGrants: [{ on: 'kafka', role: clientRole }], secretReaderGrants: [] }),
};
