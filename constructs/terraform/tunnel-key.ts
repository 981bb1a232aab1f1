import { Fn, type LocalExecProvisioner } from 'cdktf';
import type { Construct } from 'constructs';
import type { KeySetter, TunnelKey } from '../contracts';
import { ephemeralPassword } from './ephemeral-password';
import { TerraformData } from './terraform-data';

/** 32 letters and digits are 190 bits; clouds take up to 64. */
const keyLength = 32;

/**
 * A key that one apply makes and tells both ends of a tunnel. AWS refuses keys that begin with a zero, so a letter
 * stands first.
 */
export function tunnelKey(
  scope: Construct,
  id: string,
  { round, setters }: { readonly round: number; readonly setters: readonly KeySetter[] },
): TunnelKey {
  return {
    value: Fn.join('', ['k', ephemeralPassword(scope, id, keyLength)]),
    version: Fn.join(' ', [String(round), ...setters.map(({ subject }) => subject)]),
    setters,
  };
}

/** Runs the setters when the resource that has these provisioners is made; a failed one has it made again. */
export const tellKey = ({ value, setters }: TunnelKey): LocalExecProvisioner[] =>
  setters.map(({ command, environment }) => ({
    type: 'local-exec',
    command,
    environment: { ...environment, TUNNEL_KEY: value },
  }));

/** Tells a key to both ends where neither takes it with its tunnel. */
export function toldKey(scope: Construct, id: string, key: TunnelKey): void {
  new TerraformData(scope, id, { triggersReplace: { version: key.version }, provisioners: tellKey(key) });
}
