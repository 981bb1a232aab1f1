import type { ContainerSpec } from '../../constructs/kubernetes/workloads';
import { nginxImage } from '../workbench/web-server';
import { configMapName, ports } from './vector-store';
import type { QdrantProps } from './vector-store-props';

const keyVariable = 'QDRANT_READ_ONLY_KEY';
const folder = '/etc/qdrant-metrics';
const scratch = '/tmp';

export const metricsProxyFile = 'nginx.conf.template';

/** The key takes the place of its name when the container starts; the result stays in memory. */
export const metricsProxyTemplate = `worker_processes 1;
pid ${scratch}/nginx.pid;
error_log /dev/stderr warn;
events { worker_connections 64; }
http {
  access_log off;
  server_tokens off;
  client_body_temp_path ${scratch}/body;
  proxy_temp_path ${scratch}/proxy;
  fastcgi_temp_path ${scratch}/fastcgi;
  uwsgi_temp_path ${scratch}/uwsgi;
  scgi_temp_path ${scratch}/scgi;
  server {
    listen ${ports.metrics};
    location = /metrics {
      proxy_set_header api-key "\${${keyVariable}}";
      proxy_pass http://127.0.0.1:${ports.http}/metrics;
    }
    location / { return 404; }
  }
}
`;

/** Qdrant gives its metrics to whoever has a key, and the scraper has none: a proxy beside it adds the read-only one. */
export const metricsProxy = ({ bindings }: QdrantProps): ContainerSpec => ({
  name: 'metrics',
  image: nginxImage,
  command: ['/bin/sh', '-c'],
  args: [
    `envsubst '$${keyVariable}' < ${folder}/${metricsProxyFile} > ${scratch}/nginx.conf && exec nginx -c ${scratch}/nginx.conf -g 'daemon off;'`,
  ],
  env: { [keyVariable]: { secret: bindings.readOnlyKey.secretName, key: 'value' } },
  cpuMillis: 10,
  cpuLimitMillis: 200,
  memoryMiB: 64,
  ports: { metrics: ports.metrics },
  mounts: [
    { path: folder, configMap: configMapName },
    { path: scratch, scratchMiB: 16, inMemory: true },
  ],
});
