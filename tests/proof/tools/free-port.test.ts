import { createServer } from 'node:net';
import { freePort } from './free-port';

describe('free ports', () => {
  it('are never given twice, and lie where no outgoing connection takes them', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, freePort));
    expect(new Set(ports).size).toBe(20);
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });

  it('leave out one on which somebody listens', async () => {
    const taken = (await freePort()) + 1;
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(taken, '0.0.0.0', resolve));
    try {
      expect(await Promise.all([freePort(), freePort(), freePort()])).not.toContain(taken);
    } finally {
      server.close();
    }
  });
});
