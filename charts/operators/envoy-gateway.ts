import type { NetworkPeer } from '../../constructs/contracts';
import { gatewayControllerName, proxyLabels, proxyPorts } from '../../constructs/kubernetes/gateway-names';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { priorityClasses } from '../../constructs/kubernetes/priority-classes';
import { gateway as gatewayService, operators } from '../../services';
import type { ChartContext } from '../chart-context';
import type { OperatorChart } from './operator-chart';
import { limiter, rateLimitDeployment, rateLimitStore } from './rate-limit';
import { apart, controllerResources, operatorReplicas } from './replicas';

const { namespace } = operators['envoy-gateway'];

const controllerLabels = { 'app.kubernetes.io/name': 'gateway-helm', 'app.kubernetes.io/instance': 'envoy-gateway' };

const privateNetworks = ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'];

/** Where endpoints and keys of the identity provider are fetched; without sign-in nothing is. */
function identityProvider({ services: { gateway } }: ChartContext): NetworkPeer[] {
  if (!gateway?.oidc && !gateway?.jwt) return [];
  const { identityProviderCidrs } = gateway;
  const ports = [tcp(443)];
  return identityProviderCidrs.length === 0
    ? [{ cidr: '0.0.0.0/0', except: privateNetworks, ports }]
    : identityProviderCidrs.map((cidr) => ({ cidr, ports }));
}

const counts = ({ services: { gateway } }: ChartContext): boolean => gateway?.userLimit !== undefined;
const firewall = ({ services: { gateway } }: ChartContext): boolean => gateway?.waf !== undefined;

/** Where the controller fetches the image of the firewall; which addresses a registry has, nobody states. */
const registries = (context: ChartContext): NetworkPeer[] =>
  firewall(context) ? [{ cidr: '0.0.0.0/0', except: privateNetworks, ports: [tcp(443)] }] : [];

const configurationPort = tcp(18000);
/** Where the rate limit service asks the controller what to count. */
const limitsPort = tcp(18001);
/** Where proxies fetch extensions that the controller has fetched. */
const extensionsPort = tcp(18002);
const metricsPort = 19001;

/** Installs the Gateway API's definitions too. Controller and proxies are `restricted` by themselves. */
export const envoyGateway: OperatorChart = {
  values: ({ context }) => {
    const limit = context.services.gateway?.userLimit;
    return {
      podDisruptionBudget: { minAvailable: 1 },
      deployment: {
        replicas: operatorReplicas,
        priorityClassName: priorityClasses.platformCritical,
        envoyGateway: { resources: controllerResources('100m', '512Mi') },
        pod: { topologySpreadConstraints: apart(context, controllerLabels) },
      },
      config: {
        envoyGateway: {
          gateway: { controllerName: gatewayControllerName },
          provider: {
            type: 'Kubernetes',
            ...(limit ? { kubernetes: { rateLimitDeployment: rateLimitDeployment(context) } } : {}),
          },
          ...(limit ? { rateLimit: rateLimitStore(limit.whenUncounted) } : {}),
          logging: { level: { default: 'info' } },
        },
      },
    };
  },
  traffic: ({ context, serviceNamespaces }) => [
    {
      name: 'controller',
      podLabels: controllerLabels,
      webhookPorts: [9443],
      metricsPorts: [metricsPort],
      ingress: [
        {
          namespace,
          podLabels: proxyLabels,
          ports: [configurationPort, ...(firewall(context) ? [extensionsPort] : [])],
        },
        ...(counts(context) ? [{ namespace, podLabels: limiter.podLabels, ports: [limitsPort] }] : []),
      ],
      egress: [...identityProvider(context), ...registries(context)],
    },
    { name: 'certificates', podLabels: { app: 'certgen' } },
    {
      name: 'proxy',
      podLabels: proxyLabels,
      metricsPorts: [metricsPort],
      reachesApiServer: false,
      // The load balancer is private; many keep the caller's own address, so the callers cannot be listed.
      ingress: [
        {
          cidr: '0.0.0.0/0',
          ports: [tcp(proxyPorts.http), tcp(proxyPorts.https), ...(context.edge ? [tcp(proxyPorts.edge)] : [])],
        },
      ],
      egress: [
        {
          namespace,
          podLabels: controllerLabels,
          ports: [configurationPort, ...(firewall(context) ? [extensionsPort] : [])],
        },
        ...(counts(context) ? [{ namespace, podLabels: limiter.podLabels, ports: [tcp(limiter.ports.grpc)] }] : []),
        // Which pods and ports, the policies of the services say.
        ...serviceNamespaces.map((service) => ({ namespace: service, podLabels: {}, ports: [] })),
        ...identityProvider(context),
      ],
    },
    ...(counts(context)
      ? [
          {
            name: 'rate-limit',
            podLabels: limiter.podLabels,
            metricsPorts: [limiter.ports.metrics],
            reachesApiServer: false,
            ingress: [{ namespace, podLabels: proxyLabels, ports: [tcp(limiter.ports.grpc)] }],
            egress: [
              { namespace, podLabels: controllerLabels, ports: [limitsPort] },
              // Which pods, the policies of the store say.
              { namespace: gatewayService.namespace, podLabels: {}, ports: [tcp(6379)] },
            ],
          },
        ]
      : []),
  ],
};
