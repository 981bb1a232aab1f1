import type { IExternalSecret } from '@kubernetes-models/external-secrets/external-secrets.io/v1/ExternalSecret';
import type { ISecretStore } from '@kubernetes-models/external-secrets/external-secrets.io/v1/SecretStore';
import type { Construct } from 'constructs';
import type { TopicNeed } from '../../services';
import { administers, groupPrefix, type KafkaClient, type NeedRequest, topicsOf } from '../contracts';
import { roleAccess, serviceAccount } from '../kubernetes/role-access';
import { typedObject } from '../kubernetes/typed-object';
import { clientSecret, clusterLabel, kafkaCluster, userName, userSecretPrefix } from './kafka-names';
import type { AclRule, KafkaUser } from './kafka-objects';
import { addClientPolicy, toKafka } from './kafka-policies';

type Request = Pick<NeedRequest, 'site' | 'service' | 'namespace'>;

const topicOperations: Readonly<Record<TopicNeed['access'], AclRule['operations']>> = {
  owner: ['Read', 'Write', 'Describe', 'DescribeConfigs'],
  produce: ['Write', 'Describe'],
  consume: ['Read', 'Describe'],
};

const allow = (
  type: AclRule['resource']['type'],
  name: string,
  patternType: AclRule['resource']['patternType'],
  operations: AclRule['operations'],
): AclRule => ({ type: 'allow', resource: { type, name, patternType }, operations });

/** Exactly what the service's topic needs grant, and consumer groups and transactions under its own prefix. */
function aclsOf(request: Request): AclRule[] {
  const needs = topicsOf(request).map(({ need }) => need);
  const prefix = groupPrefix(request);
  const reads = needs.some(({ access }) => access !== 'produce');
  const writes = needs.some(({ access }) => access !== 'consume');
  return [
    ...needs.map(({ topic, access }) => allow('topic', topic, 'literal', topicOperations[access])),
    ...(reads ? [allow('group', prefix, 'prefix', ['Read', 'Describe'])] : []),
    ...(writes ? [allow('transactionalId', prefix, 'prefix', ['Write', 'Describe'])] : []),
  ];
}

const user = (request: Request): KafkaUser => ({
  apiVersion: 'kafka.strimzi.io/v1',
  kind: 'KafkaUser',
  metadata: { name: userName(request), namespace: kafkaCluster.namespace, labels: clusterLabel },
  spec: {
    authentication: { type: 'scram-sha-512' },
    // The administrator stands in the cluster's list of super users.
    ...(administers(request) ? {} : { authorization: { type: 'simple', acls: aclsOf(request) } }),
  },
});

/**
 * Copies the user's password and the cluster's certificate to where the service runs. The User Operator makes passwords
 * beside the cluster only; the copy goes through the API server under an account that may read these two Secrets and no
 * other, so it works the same on every cloud and without one, and follows when either is renewed.
 */
function addClientSecret(scope: Construct, request: Request): void {
  const { namespace } = request;
  const name = clientSecret(request);
  const password = `${userSecretPrefix}${userName(request)}`;
  const reader = { name: `${name}-reader`, namespace };
  const store: ISecretStore = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'SecretStore',
    metadata: { name, namespace },
    spec: {
      provider: {
        kubernetes: {
          remoteNamespace: kafkaCluster.namespace,
          server: { caProvider: { type: 'ConfigMap', name: 'kube-root-ca.crt', key: 'ca.crt' } },
          auth: { serviceAccount: { name: reader.name } },
        },
      },
    },
  };
  const secret: IExternalSecret = {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace },
    spec: {
      refreshInterval: '5m',
      secretStoreRef: { kind: 'SecretStore', name },
      target: {
        name,
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        template: {
          engineVersion: 'v2',
          data: { username: userName(request), password: '{{ .password }}', 'ca.crt': '{{ .authority }}' },
        },
      },
      data: [
        { secretKey: 'password', remoteRef: { key: password, property: 'password' } },
        { secretKey: 'authority', remoteRef: { key: kafkaCluster.authoritySecret, property: 'ca.crt' } },
      ],
    },
  };
  serviceAccount(scope, reader);
  roleAccess(scope, {
    name,
    namespace: kafkaCluster.namespace,
    rules: [
      {
        apiGroups: [''],
        resources: ['secrets'],
        resourceNames: [password, kafkaCluster.authoritySecret],
        verbs: ['get'],
      },
    ],
    accounts: [reader],
  });
  typedObject(scope, store);
  typedObject(scope, secret);
}

/** The one user of a service, its Secret, and the way to the cluster. */
export function addUser(scope: Construct, request: Request): void {
  typedObject(scope, user(request));
  addClientSecret(scope, request);
  addClientPolicy(scope, request);
}

/** How the service's clients reach the cluster. */
export const clientOf = (request: Request): KafkaClient => ({
  bootstrapServers: kafkaCluster.bootstrapServers,
  authentication: {
    kind: 'scram',
    mechanism: 'SCRAM-SHA-512',
    secretName: clientSecret(request),
    username: userName(request),
  },
  egress: toKafka,
});
