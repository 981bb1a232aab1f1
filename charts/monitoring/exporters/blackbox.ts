import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { IProbe } from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/Probe';
import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { shortHash } from '../../../constructs/contracts';
import { proxyLabels, proxyPorts, siteGateway } from '../../../constructs/kubernetes/gateway-names';
import { tcp } from '../../../constructs/kubernetes/network-policy';
import { siteIssuer } from '../../../constructs/kubernetes/site-issuer';
import { typedObject } from '../../../constructs/kubernetes/typed-object';
import { Server } from '../../../constructs/kubernetes/workloads';
import type { ChartContext } from '../../chart-context';
import { chartPods, namespace, owner, pods } from '../parts';
import { asked } from '../probe';

const version = 'v0.28.0';
const name = 'blackbox-exporter';
const port = 9115;
const configFile = 'blackbox.yaml';
const folder = '/etc/blackbox';
const trust = 'blackbox-trust';
const trustFolder = '/etc/site-authority';
const moduleName = 'route';

/** What a route may answer somebody who did not sign in: anything but an error of the server. */
const healthy = [200, 201, 202, 204, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405];

const configuration = `${JSON.stringify(
  {
    modules: {
      [moduleName]: {
        prober: 'http',
        timeout: '10s',
        http: {
          method: 'GET',
          valid_status_codes: healthy,
          follow_redirects: false,
          fail_if_not_ssl: true,
          preferred_ip_protocol: 'ip4',
          tls_config: { ca_file: `${trustFolder}/ca.crt` },
        },
      },
    },
  },
  undefined,
  2,
)}\n`;

/** Asks for the routes of the site by their public names: name, gateway, certificate and service, all at once. */
export function addBlackbox(scope: Construct, context: ChartContext): void {
  const configMap: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { [configFile]: configuration },
  };
  // Never shown to anybody: the certificate of the site's authority comes with it.
  const certificate: ICertificate = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: trust, namespace },
    spec: {
      secretName: trust,
      dnsNames: [`${name}.${namespace}.svc`],
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'client auth'],
      issuerRef: siteIssuer,
    },
  };
  for (const manifest of [configMap, certificate]) {
    typedObject<{ apiVersion: string; kind: string; metadata?: { name?: string } }>(scope, manifest);
  }
  new Server(scope, name, {
    name,
    namespace,
    owner,
    software: { name, component: 'probes', version },
    replicas: 2,
    zones: context.zones,
    user: 65_534,
    annotations: { 'evenkeel.dev/configuration': shortHash(configuration) },
    containers: [
      {
        name: 'blackbox',
        image: `quay.io/prometheus/blackbox-exporter:${version}`,
        command: ['/bin/blackbox_exporter'],
        args: [`--config.file=${folder}/${configFile}`, `--web.listen-address=0.0.0.0:${port}`],
        cpuMillis: 20,
        memoryMiB: 64,
        ports: { http: port },
        readiness: asked('/-/healthy', port, 10, 3),
        liveness: asked('/-/healthy', port, 20, 6),
        mounts: [
          { path: folder, configMap: name },
          { path: trustFolder, secret: trust },
        ],
      },
    ],
    ingress: [pods(chartPods.prometheus, port)],
    egress: [
      // The gateway's load balancer has an address of its own; inside many clusters it is turned into its pods'.
      { cidr: '0.0.0.0/0', ports: [tcp(443)] },
      { namespace: siteGateway.namespace, podLabels: proxyLabels, ports: [tcp(proxyPorts.https)] },
    ],
  });
}

/** Asks for every route of one service each half minute. */
export function addProbe(scope: Construct, service: string, urls: readonly string[]): void {
  const probe: IProbe = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'Probe',
    metadata: { name: service, namespace },
    spec: {
      jobName: 'routes',
      module: moduleName,
      interval: '30s',
      scrapeTimeout: '12s',
      prober: { url: `${name}.${namespace}.svc:${port}`, scheme: 'HTTP', path: '/probe' },
      targets: { staticConfig: { static: [...urls], labels: { service } } },
    },
  };
  typedObject(scope, probe);
}
