import { hubUrl, ports, proxyApiUrl } from './jupyterhub';
import type { NotebooksProps } from './notebooks-props';
import { profileEntries, serverSettings } from './server-pod';

const cullerName = 'idle-culler';

/** Stops servers that nobody uses, and those that are too old; may do nothing else. */
const culler = ({ idleMinutes, maxAgeHours }: NotebooksProps['config']) => ({
  services: [
    {
      name: cullerName,
      command: [
        'python3',
        '-m',
        'jupyterhub_idle_culler',
        `--timeout=${idleMinutes * 60}`,
        `--max-age=${maxAgeHours * 3600}`,
        '--cull-every=120',
        '--concurrency=5',
      ],
    },
  ],
  load_roles: [
    {
      name: cullerName,
      scopes: ['list:users', 'read:users:activity', 'read:servers', 'delete:servers'],
      services: [cullerName],
    },
  ],
});

const hub = ({ config, bindings }: NotebooksProps) => ({
  bind_url: `http://:${ports.proxy}/`,
  public_url: `${bindings.notebooks.url}/`,
  hub_bind_url: `http://:${ports.hub}`,
  hub_connect_url: hubUrl,
  spawner_class: 'kubespawner.KubeSpawner',
  authenticator_class: 'generic-oauth',
  // The only hub there is: nobody else uses the tables while they change.
  upgrade_db: true,
  // Servers and their routes outlive the hub.
  cleanup_servers: false,
  cleanup_proxy: false,
  // A proxy that starts knows no routes; the hub tells it all of them this often.
  last_activity_interval: 60,
  active_server_limit: config.maxServers,
  concurrent_spawn_limit: 10,
  ...culler(config),
});

const signIn = ({ config: { signIn: s }, bindings }: NotebooksProps) => ({
  login_service: 'single sign-on',
  auto_login: true,
  client_id: s.clientId,
  oauth_callback_url: `${bindings.notebooks.url}/hub/oauth_callback`,
  scope: s.scopes,
  username_claim: s.usernameClaim,
  allow_all: s.allowedGroups.length === 0,
  // Only what the claims say now, not who was here before.
  allow_existing_users: false,
  manage_groups: true,
  auth_state_groups_key: `oauth_user.${s.groupsClaim}`,
  allowed_groups: s.allowedGroups,
  admin_groups: s.adminGroups,
});

/** What the hub reads at its start: the traits of its parts by name, and what the script makes something of. */
export const hubSettings = (props: NotebooksProps) => ({
  traits: {
    JupyterHub: hub(props),
    ConfigurableHTTPProxy: { should_start: false, api_url: proxyApiUrl },
    GenericOAuthenticator: signIn(props),
    KubeSpawner: serverSettings(props),
  },
  profiles: profileEntries(props),
  metricsPort: ports.hubMetrics,
});
