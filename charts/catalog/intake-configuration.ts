import { names, namespace, ports, systemClient } from './datahub';

/** Variables that take the place of their names when a container starts; the result stays in memory. */
export const variables = { key: 'CALLERS_KEY', systemSecret: 'SYSTEM_SECRET' } as const;

export const scratch = '/tmp';
export const artifactsFolder = '/artifacts';
export const healthPath = '/healthz';
/** Where GMS takes events of OpenLineage. */
export const lineagePath = '/openapi/openlineage/api/v1/lineage';

const value = (name: string): string => `\${${name}}`;

/** Compared as it is, capitals and all. */
const knownCallers = `if ($http_authorization != "Bearer ${value(variables.key)}") { return 401; }`;

const server = (port: number, largestMiB: number, bodies: string, locations: string): string => `worker_processes 1;
pid ${scratch}/nginx.pid;
error_log /dev/stderr warn;
events { worker_connections 256; }
http {
  access_log off;
  server_tokens off;
  client_max_body_size ${largestMiB}m;
  client_body_temp_path ${bodies};
  proxy_temp_path ${scratch}/proxy;
  fastcgi_temp_path ${scratch}/fastcgi;
  uwsgi_temp_path ${scratch}/uwsgi;
  scgi_temp_path ${scratch}/scgi;
  server {
    listen ${port};
    location = ${healthPath} { return 204; }
${locations}
    location / { return 404; }
  }
}
`;

/**
 * The one thing that a caller with the key may do: tell an event of lineage. GMS hears it from DataHub itself, whose
 * secret no caller ever has.
 */
export const lineageTemplate = server(
  ports.lineage,
  16,
  `${scratch}/body`,
  `    location = ${lineagePath} {
      ${knownCallers}
      limit_except POST { deny all; }
      proxy_set_header Authorization "Basic ${systemClient}:${value(variables.systemSecret)}";
      proxy_read_timeout 30s;
      proxy_pass http://${names.gms}.${namespace}.svc:${ports.gms}${lineagePath};
    }`,
);

/** Files that services put down about themselves: each takes the place of its last version at once. */
export const artifactsTemplate = server(
  ports.artifacts,
  256,
  // The same volume, so that a complete file is moved into its place.
  `${artifactsFolder}/.incoming`,
  `    location ~ "^/(dbt/[a-z][a-z0-9-]*/(manifest|catalog|run_results)\\.json|feast/registry\\.db)$" {
      ${knownCallers}
      limit_except GET PUT { deny all; }
      root ${artifactsFolder};
      create_full_put_path on;
      dav_methods PUT;
      dav_access user:rw group:r;
    }`,
);
