import type { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { type KafkaClient, kafkaOf, type NeedRequest, secretPath } from '../../contracts';
import { externalSecret } from '../../kubernetes/external-secret';
import { clusterName, regionalArn } from '../names';

/** Where clients sign in by their role. */
export const kafkaPort = 9098;

export const kafkaName = (site: AwsSite): string => clusterName(site, 'kafka');

/** Amazon puts an id of its own between the cluster's name and what is in it. */
const arn =
  (type: string) =>
  (site: AwsSite, name: string): string =>
    regionalArn(site, 'kafka', `${type}/${kafkaName(site)}/*/${name}`);

/** What policies call the parts of a site's cluster. */
export const clusterArns = {
  cluster: (site: AwsSite): string => regionalArn(site, 'kafka', `cluster/${kafkaName(site)}/*`),
  topic: arn('topic'),
  group: arn('group'),
  transactionalId: arn('transactional-id'),
} as const;

type Request = Pick<NeedRequest<'kafka' | 'topic', AwsSite>, 'site' | 'service' | 'namespace'>;

const secretOf = ({ service }: Pick<Request, 'service'>): string => `${service}-kafka`;
const addressKey = 'bootstrap';

/** The Secret with the servers' addresses in the namespace of a client; one a service. */
export const clientSecret = {
  add: (scope: Construct, request: Request): void => {
    const kafka = kafkaOf(request.site);
    if (!kafka) return;
    externalSecret(scope, {
      name: secretOf(request),
      namespace: request.namespace,
      remoteKey: secretPath(kafka),
      properties: [addressKey],
    });
  },
} as const;

/** How the service's clients reach the cluster. Source: github.com/aws/aws-msk-iam-auth, 2.3.5. */
export const clientOf = (request: Request): KafkaClient => ({
  bootstrapServers: { secret: secretOf(request), key: addressKey },
  authentication: {
    kind: 'workload-identity',
    mechanism: 'AWS_MSK_IAM',
    properties: {
      'sasl.jaas.config': 'software.amazon.msk.auth.iam.IAMLoginModule required;',
      'sasl.client.callback.handler.class': 'software.amazon.msk.auth.iam.IAMClientCallbackHandler',
    },
    jars: ['software/amazon/msk/aws-msk-iam-auth/2.3.5/aws-msk-iam-auth-2.3.5-all.jar'],
  },
  egress: request.site.addresses.data.map((cidr) => ({ cidr, ports: [{ port: kafkaPort, protocol: 'TCP' as const }] })),
});
