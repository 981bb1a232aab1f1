/** 2026: the newest release of the stable branch. */
export const nginxVersion = '1.30.5';

export const nginxImage = `docker.io/nginxinc/nginx-unprivileged:${nginxVersion}-alpine`;
/** The user `nginx` of the image. */
export const nginxUser = 101;
export const portalPort = 8080;
export const portalName = 'portal';
export const pagePath = '/srv/portal';
export const configurationPath = '/etc/nginx/nginx.conf';
export const healthPath = '/healthz';
/** The one folder that nginx writes to under a read-only root. */
export const scratchPath = '/tmp';

export const portalSoftware = { name: 'nginx', version: nginxVersion, component: 'portal' } as const;

/** Nothing may be loaded but the page's own style, and no other page may frame it. */
const policy =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves two files and its health, and nothing else. */
export const nginxConfiguration = `worker_processes 1;
pid ${scratchPath}/nginx.pid;
error_log /dev/stderr warn;
events { worker_connections 256; }
http {
  types { text/html html; text/css css; }
  default_type application/octet-stream;
  charset utf-8;
  access_log off;
  server_tokens off;
  client_body_temp_path ${scratchPath}/body;
  proxy_temp_path ${scratchPath}/proxy;
  fastcgi_temp_path ${scratchPath}/fastcgi;
  uwsgi_temp_path ${scratchPath}/uwsgi;
  scgi_temp_path ${scratchPath}/scgi;
  server {
    listen ${portalPort};
    root ${pagePath};
    add_header Content-Security-Policy "${policy}" always;
    add_header X-Content-Type-Options nosniff always;
    add_header Referrer-Policy no-referrer always;
    add_header Cache-Control no-cache always;
    location = ${healthPath} { return 204; }
    location / { try_files $uri $uri/index.html =404; }
  }
}
`;
