import { type CloudNeedProvider, readsTopic, topicNames, writesTopic } from '../../contracts';
import { eventHubId } from '../names';
import type { RoleName } from '../roles';
import type { AzureTypes } from '../types';
import { clientOf } from './kafka-client';

/** An event hub of the site's namespace, which makes it; a service reads or writes that hub and no other. */
export const topic: CloudNeedProvider<'topic', AzureTypes> = {
  bind: (request) => ({ ...clientOf(request), ...topicNames(request) }),
  manifests: () => {},
  provision: (_scope, { site, need }) => {
    const grant = (word: string, role: RoleName) => ({
      name: `topic-${need.topic}-${word}`,
      on: eventHubId(site, need.topic),
      role,
    });
    return {
      serviceGrants: [
        ...(readsTopic(need.access) ? [grant('read', 'Azure Event Hubs Data Receiver')] : []),
        ...(writesTopic(need.access) ? [grant('write', 'Azure Event Hubs Data Sender')] : []),
      ],
      secretReaderGrants: [],
    };
  },
};
