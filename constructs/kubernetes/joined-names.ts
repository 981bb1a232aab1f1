import type { SitePeer, SiteServices } from '../../environments/model';
import { kafkaHosts, peerHost } from './gateway-names';

/** A private zone that holds one record: of the zone's own name, or of everything below it. */
export interface JoinedName {
  readonly zone: string;
  readonly record: 'itself' | 'below';
}

/** The names under which pods of a joined site look for the gateway of this one; none that nothing asks for. */
export function joinedNames(
  { name, role }: Pick<SitePeer, 'name' | 'role'>,
  { services, domain }: { readonly services: SiteServices; readonly domain: string },
): readonly JoinedName[] {
  const site = { site: name, domain };
  return [
    ...(services.monitoring?.longTerm.federation ? [{ zone: peerHost(site), record: 'itself' as const }] : []),
    ...(services.streaming?.mirror && role === 'primary' ? [{ zone: kafkaHosts(site), record: 'below' as const }] : []),
  ];
}
