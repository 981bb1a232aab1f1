import { join } from 'node:path';
import { runCommand } from './command';

export interface Certificates {
  /** Files in PEM. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

async function openssl(cwd: string, ...args: string[]): Promise<void> {
  const { exitCode, stderr } = await runCommand('openssl', args, { cwd });
  if (exitCode !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
}

/** An authority, and a certificate of it for a server on loopback, or of that name, that is a client too: what cert-manager makes in a cluster. */
export async function makeCertificates(folder: string, name = 'IP:127.0.0.1'): Promise<Certificates> {
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const names = ['-addext', `subjectAltName=${name}`];
  await openssl(
    folder,
    ...['req', '-x509', ...curve, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '1', '-subj', '/CN=authority'],
  );
  await openssl(
    folder,
    ...['req', '-x509', ...curve, '-keyout', 'tls.key', '-out', 'tls.crt', '-days', '1', '-subj', '/CN=peer', ...names],
    ...['-CA', 'ca.crt', '-CAkey', 'ca.key'],
  );
  return {
    authority: join(folder, 'ca.crt'),
    certificate: join(folder, 'tls.crt'),
    key: join(folder, 'tls.key'),
  };
}
