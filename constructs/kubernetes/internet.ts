import type { NetworkPeer } from '../contracts';

/** HTTPS to anywhere that is no private network. */
export const internet: NetworkPeer = {
  cidr: '0.0.0.0/0',
  except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  ports: [{ port: 443, protocol: 'TCP' }],
};
