import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { Server } from '../../constructs/kubernetes/workloads';
import { workbench } from '../../services';
import { addFiles } from './files';
import { page, style } from './page';
import { placesOf } from './places';
import {
  configurationPath,
  healthPath,
  nginxConfiguration,
  nginxImage,
  nginxUser,
  pagePath,
  portalName,
  portalPort,
  portalSoftware,
  scratchPath,
} from './web-server';
import type { WorkbenchProps } from './workbench-props';

const { namespace } = workbench;

/** Web servers with the page in a ConfigMap. They call nobody, and only the gateway calls them. */
export function addPortal(scope: Construct, props: WorkbenchProps): void {
  const { context, config, bindings } = props;
  const { site, contact } = context;
  const html = page({ heading: config.heading, site, contact, places: placesOf(props) });
  const pages = addFiles(scope, `${portalName}-pages`, { 'index.html': html, 'style.css': style });
  const configuration = addFiles(scope, `${portalName}-nginx`, { 'nginx.conf': nginxConfiguration });
  const health = Probe.fromHttpGet(healthPath, { port: portalPort, periodSeconds: Duration.seconds(10) });
  new Server(scope, 'portal', {
    name: portalName,
    namespace,
    owner: workbench.name,
    software: portalSoftware,
    replicas: config.replicas,
    zones: context.zones,
    terminationSeconds: 30,
    user: nginxUser,
    containers: [
      {
        name: 'nginx',
        image: nginxImage,
        // The image's own entry point would edit a configuration that is not its own.
        command: ['nginx'],
        args: ['-g', 'daemon off;'],
        // Two files of a few KiB: the least that lets one worker start quickly.
        cpuMillis: 20,
        cpuLimitMillis: 200,
        memoryMiB: 32,
        ports: { http: portalPort },
        readiness: health,
        liveness: health,
        drainSeconds: 10,
        mounts: [
          { path: pagePath, configMap: pages },
          { path: configurationPath, configMap: configuration, key: 'nginx.conf' },
          { path: scratchPath, scratchMiB: 16 },
        ],
      },
    ],
    ingress: bindings.portal.callers,
    egress: [],
  });
}
