import { workbench } from '../../services';

describe('workbench', () => {
  it('is reached by people at the host portal', () => {
    expect(workbench.needs(workbench.config.parse({}), new Set())).toEqual({
      portal: { kind: 'route', host: 'portal', backend: 'portal', port: 8080, access: 'people', timeoutSeconds: 15 },
    });
  });

  it.each([
    ['a script as a link', { links: [{ title: 'x', url: 'javascript:alert(1)' }] }],
    ['a link that ends its attribute', { links: [{ title: 'x', url: 'https://a.example.com/"onclick=' }] }],
    ['one pod', { replicas: 1 }],
    ['no heading', { heading: '' }],
  ])('refuses %s', (_, config) => {
    expect(workbench.config.safeParse(config).success).toBe(false);
  });
});
